// The edit page: the map, what is selected, what sensors see, a hundred raids, and saving.

import "./edit.css";
import { h, refill } from "../dom";
import type { Page } from "../page";
import { get, type Session } from "../server";
import { type Ground, type Seen, SiteMap } from "./map";
import { Plan, type Thing, type Values } from "./plan";

interface Estimate {
  mean: number;
  low: number | null;
  high: number | null;
}

interface Answer {
  headline: string;
  arrived: Estimate;
  leaked: Estimate;
  stopped: Estimate;
  killed: Estimate;
  injured: Estimate;
  warning_s: { median: number | null };
  runs: number;
  notes: string[];
}

const RUNS = 100;
const HEIGHTS = [10, 30, 100, 300, 1000, 3000];
const FIELDS: Record<string, [string[], string, number]> = {
  at: [["east", "north"], "m", 1],
  size: [["east to west", "south to north"], "m", 1],
  facing: [["facing"], "°", 1],
  height: [["height above ground"], "m", 0.5],
  from: [["friends come from"], "°", 1],
  width: [["width"], "°", 1],
  floor: [["floor"], "m", 10],
  ceiling: [["ceiling"], "m", 10],
};

function short(value: number | null): string {
  if (value === null) return "–";
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
}

class Editing {
  private readonly plan = new Plan();
  private readonly map: SiteMap;
  private selected: string | null = null;
  private height = 100;
  private covering = true;
  private asked = 0;
  private waiting: number | undefined;
  private before: Answer | null = null;
  private readonly chosen = h("section", { "aria-label": "Selected" });
  private readonly list = h("ul", { class: "things" });
  private readonly sight = h("div", { class: "sight" });
  private readonly answer = h("div", { class: "answer", "aria-live": "polite" });
  private readonly status = h("p", { class: "status", role: "status" });
  private readonly play = h("button", { type: "button", onclick: () => void this.played() }, `Play ${RUNS} raids`);
  private readonly save = h("button", { type: "button", class: "first", onclick: () => void this.saved() }, "Save");
  private readonly undo = h("button", { type: "button", onclick: () => void this.back() }, "Undo");

  constructor(private readonly room: HTMLElement) {
    this.map = new SiteMap({
      select: (name) => this.select(name),
      change: (thing, values, step, done) => this.change(thing, values, step, done),
    });
  }

  async open(): Promise<() => void> {
    await this.plan.begin();
    refill(this.room, h("div", { class: "editing" }, this.left(), this.panel()));
    const keys = (event: KeyboardEvent): void => this.key(event);
    const leaving = (event: BeforeUnloadEvent): void => {
      if (this.plan.changed) event.preventDefault();
    };
    window.addEventListener("keydown", keys);
    window.addEventListener("beforeunload", leaving);
    this.selected = this.plan.layout.things.find((thing) => thing.kind === "sensor")?.name ?? null;
    this.refresh();
    this.map.fit();
    const { terrain } = await get<{ terrain: Ground | null }>("api/scene");
    if (terrain) this.map.land(terrain);
    await this.cover();
    window.__ready = true;
    return () => {
      window.removeEventListener("keydown", keys);
      window.removeEventListener("beforeunload", leaving);
      this.map.close();
    };
  }

  private left(): HTMLElement {
    const button = (told: string, label: string, act: () => void): HTMLElement =>
      h("button", { type: "button", title: label, "aria-label": label, onclick: act }, told);
    return h(
      "div",
      { class: "ground" },
      this.map.root,
      h(
        "div",
        { class: "zoom" },
        button("+", "Zoom in", () => this.map.zoom(0.7)),
        button("−", "Zoom out", () => this.map.zoom(1.4)),
        button("Base", "Show the base", () => this.map.fit()),
        button("Reach", "Show all that sensors reach", () => this.map.fitReach()),
      ),
    );
  }

  private panel(): HTMLElement {
    return h(
      "aside",
      { "aria-label": "Scenario" },
      h("div", { class: "row" }, this.save, this.undo, this.play),
      this.status,
      this.answer,
      this.chosen,
      h("h2", {}, "What a sensor sees"),
      this.sight,
      h("h2", {}, "On the map"),
      this.list,
      this.adding(),
      h(
        "details",
        {},
        h("summary", {}, "Keys"),
        h("p", {}, "Tab goes from thing to thing, arrows move it (Shift: ten times as far), [ and ] turn it, Delete takes it"),
        h("p", {}, "out, Ctrl+Z undoes. On the map itself arrows move the view, + and − zoom, 0 shows the base."),
      ),
    );
  }

  private adding(): HTMLElement {
    const choice = h("select", { "aria-label": "What to add" });
    choice.append(h("option", { value: "protect" }, "Protected area"), h("option", { value: "corridors" }, "Corridor"));
    for (const kind of ["sensor", "effector"] as const) {
      const group = h("optgroup", { label: kind === "sensor" ? "Sensors" : "Effectors" });
      for (const one of this.plan.layout.offered) {
        if (one.kind === kind) group.append(h("option", { value: one.id }, one.title));
      }
      choice.append(group);
    }
    const add = h("button", { type: "button", onclick: () => void this.added(choice.value) }, "Add");
    return h("div", { class: "row" }, choice, add);
  }

  private key(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !typing) {
      event.preventDefault();
      void this.back();
    } else if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      void this.saved();
    } else if (event.key === "Delete" && !typing) void this.removed();
  }

  private get thing(): Thing | undefined {
    return this.selected === null ? undefined : this.plan.find(this.selected);
  }

  private select(name: string | null): void {
    if (name === this.selected) return;
    this.selected = name;
    this.describe();
    this.marks();
    if (this.thing?.kind === "sensor") void this.cover();
  }

  /** Something is dragged, nudged or typed: shown at once; the server is asked when it rests. */
  private change(thing: Thing, values: Values, step: boolean, done: boolean): void {
    if (Object.keys(values).length) this.plan.set(thing, values, step);
    this.map.show(this.plan.layout, this.selected);
    this.describe();
    this.buttons();
    if (thing.kind === "sensor") void this.cover();
    if (done) {
      clearTimeout(this.waiting);
      this.waiting = window.setTimeout(() => void this.trying(() => this.plan.settle()), 150);
    }
  }

  private async trying(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
      this.say("");
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error), true);
    }
    this.refresh();
  }

  private say(text: string, wrong = false): void {
    this.status.className = wrong ? "status wrong" : "status";
    refill(this.status, text || (this.plan.changed ? "Changed, not saved." : `As saved in ${this.plan.layout.file}.`));
  }

  private refresh(): void {
    this.map.show(this.plan.layout, this.selected);
    this.describe();
    this.marks();
    this.buttons();
    if (!this.status.textContent || !this.status.classList.contains("wrong")) this.say("");
  }

  private buttons(): void {
    this.undo.disabled = !this.plan.undoable;
    if (!this.status.classList.contains("wrong")) this.say("");
  }

  private marks(): void {
    refill(
      this.list,
      ...this.plan.layout.things.map((thing) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              class: `quiet ${thing.kind}`,
              "aria-pressed": String(thing.name === this.selected),
              onclick: () => {
                this.select(thing.name);
                this.map.show(this.plan.layout, this.selected);
              },
            },
            thing.name,
          ),
        ),
      ),
    );
  }

  private describe(): void {
    const thing = this.thing;
    if (!thing) {
      refill(this.chosen, h("p", { class: "hint" }, "Select something on the map to move or change it."));
      return;
    }
    const active = document.activeElement instanceof HTMLInputElement ? document.activeElement.name : "";
    refill(
      this.chosen,
      h("h2", {}, thing.name),
      h("p", { class: "hint" }, [thing.told, thing.system, thing.fixed].filter(Boolean).join(" · ")),
      ...Object.entries(thing.values).flatMap(([key, value]) => this.fields(thing, key, value)),
      thing.fixed ? false : h("button", { type: "button", onclick: () => void this.removed() }, "Take out"),
    );
    if (active) this.chosen.querySelector<HTMLInputElement>(`input[name="${active}"]`)?.focus();
  }

  private fields(thing: Thing, key: string, value: number | number[]): HTMLElement[] {
    const [names, unit, step] = FIELDS[key] ?? [[key], "", 1];
    const numbers = Array.isArray(value) ? value : [value];
    return numbers.map((number, index) => {
      const told = names[index] ?? key;
      const input = h("input", {
        type: "number",
        name: `${key}${index}`,
        step: step,
        value: Number(number.toFixed(2)),
        disabled: thing.fixed !== "",
        onchange: () => this.typed(thing, key, index, input),
      });
      return h("label", {}, h("span", {}, told), input, h("span", { class: "unit" }, unit));
    });
  }

  private typed(thing: Thing, key: string, index: number, input: HTMLInputElement): void {
    const number = Number(input.value);
    const old = thing.values[key];
    if (input.value === "" || !Number.isFinite(number)) {
      this.describe();
      return;
    }
    const value = Array.isArray(old) ? old.map((one, at) => (at === index ? number : one)) : number;
    this.change(thing, { [key]: value }, true, true);
  }

  /** Ask what the selected sensor sees: one question at a time, the newest last. */
  private async cover(): Promise<void> {
    const sensor = this.thing?.kind === "sensor" ? this.thing.name : null;
    if (!this.covering || sensor === null) {
      if (!this.covering) this.map.cover(null);
      this.legend(null);
      return;
    }
    const mine = ++this.asked;
    await new Promise((resolve) => setTimeout(resolve, 60));
    if (mine !== this.asked) return;
    this.room.dataset["covering"] = "yes";
    try {
      const seen = await this.plan.ask<Seen>("coverage", { sensor, height_m: this.height });
      if (mine !== this.asked) return;
      this.map.cover(seen);
      this.legend(seen);
    } catch (error) {
      this.map.cover(null);
      this.legend(null, error instanceof Error ? error.message : String(error));
    }
    if (mine === this.asked) delete this.room.dataset["covering"];
  }

  private legend(seen: Seen | null, trouble = ""): void {
    const heights = h("select", { "aria-label": "Height of the target above the ground", onchange: () => {
      this.height = Number(heights.value);
      void this.cover();
    } });
    for (const one of HEIGHTS) heights.append(h("option", { value: one, selected: one === this.height }, `${one} m`));
    const shown = h("input", { type: "checkbox", checked: this.covering, onchange: () => {
      this.covering = shown.checked;
      void this.cover();
    } });
    const colours = seen?.legend.map((one) => {
      const patch = h("i", { class: "patch" });
      patch.style.background = one.colour;
      return h("li", {}, patch, one.told);
    });
    refill(
      this.sight,
      h("div", { class: "row" }, h("label", { class: "plain" }, shown, ` ${seen?.sensor ?? "the selected one"}, of targets at`), heights),
      colours ? h("ul", {}, ...colours) : false,
      trouble || seen ? h("p", {}, trouble || seen?.told) : false,
    );
  }

  private async added(choice: string): Promise<void> {
    const [x, y] = this.map.middle;
    const system = this.plan.layout.offered.find((one) => one.id === choice);
    const name = this.free(system?.title ?? (choice === "protect" ? "new area" : "new corridor"));
    await this.trying(async () => {
      if (system) await this.plan.add("defend", name, { at: [x, y] }, { system: system.id });
      else if (choice === "protect") await this.plan.add("protect", name, { at: [x, y], size: [50, 50] }, { people: 10 });
      else await this.plan.add("corridors", name, { from: 0, width: 15, floor: 50, ceiling: 1500 }, {});
      this.selected = name;
    });
    void this.cover();
  }

  private free(wanted: string): string {
    const base = wanted.replace(/\s*\(.*\)\s*/g, " ").trim() || "new thing";
    let name = base;
    for (let number = 2; this.plan.find(name); number++) name = `${base} ${number}`;
    return name;
  }

  private async removed(): Promise<void> {
    const thing = this.thing;
    if (!thing || thing.fixed) return;
    await this.trying(async () => {
      await this.plan.remove(thing);
      this.selected = null;
      this.map.cover(null);
    });
  }

  private async back(): Promise<void> {
    await this.trying(() => this.plan.undo());
    if (!this.thing) this.selected = null;
    void this.cover();
  }

  private async saved(): Promise<void> {
    clearTimeout(this.waiting);
    try {
      const file = await this.plan.save();
      this.refresh();
      this.say(`Saved to ${file}.`);
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error), true);
    }
  }

  private async played(): Promise<void> {
    this.play.disabled = true;
    refill(this.play, "Playing …");
    try {
      const told = await this.plan.ask<Answer>("play", { runs: RUNS });
      this.told(told);
      this.before = told;
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error), true);
    }
    refill(this.play, `Play ${RUNS} raids`);
    this.play.disabled = false;
  }

  private told(now: Answer): void {
    const rows: [string, (one: Answer) => Estimate][] = [
      ["leaked", (one) => one.leaked],
      ["stopped", (one) => one.stopped],
      ["killed", (one) => one.killed],
      ["injured", (one) => one.injured],
    ];
    const before = this.before;
    const line = ([name, of]: [string, (one: Answer) => Estimate]): HTMLElement =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, name),
        before ? h("td", {}, short(of(before).mean)) : false,
        h("td", {}, h("b", {}, short(of(now).mean))),
        h("td", {}, `${short(of(now).low)} to ${short(of(now).high)}`),
      );
    const head = h("tr", {}, h("th", {}, "a raid"), before ? h("th", {}, "before") : false, h("th", {}, "now"), h("th", {}, "95 %"));
    const warned = now.warning_s.median;
    refill(
      this.answer,
      h("p", { class: "headline" }, `${now.headline}.`),
      h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows.map(line))),
      h("p", { class: "hint" }, `${now.runs} raids on the same dice${warned === null ? "" : `; median warning ${short(warned)} s`}.`),
      ...now.notes.map((note) => h("p", { class: "hint" }, note)),
    );
  }
}

async function open(room: HTMLElement, _session: Session): Promise<() => void> {
  return new Editing(room).open();
}

export const edit: Page = { name: "edit", title: "Edit", open };
