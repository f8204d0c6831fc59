// Beside the globe: how this run went, which other runs are worth a look, every object with its state, and one's story.

import { h, refill, type Child } from "../dom";
import type { RaidDocument, RaidObject, SceneDocument, StudyDocument, Told } from "./documents";
import { clock, count, fateOf } from "./words";

interface Actions {
  select(index: number | undefined): void;
  go(t: number): void;
  follow(index: number): void;
  run(run: number): void;
}

const MANY = 12; // objects, beyond which the list can be searched
const ORDER = { hostile: 0, friend: 1, neutral: 2 };

export class Panel {
  readonly element = h("aside", { class: "panel", "aria-label": "This raid" });
  private readonly states = new Map<number, HTMLElement>();
  private readonly picker = h("div", { class: "picker" });
  private readonly body = h("div", { class: "panel-body" });

  constructor(
    private readonly scene: SceneDocument,
    private readonly raid: RaidDocument,
    private readonly actions: Actions,
    saved: boolean,
  ) {
    this.element.append(this.headline(), saved ? h("p", { class: "note" }, `Run ${raid.run} of seed ${raid.seed}, saved as a file.`) : this.picker, this.body);
    this.list();
  }

  private headline(): HTMLElement {
    const told = this.raid.outcome;
    const [arrived, leaked, stopped] = [told["arrived"]!, told["leaked"]!, told["stopped"]!];
    const harm = [told["killed"] && `${told["killed"]} killed`, told["injured"] && `${told["injured"]} injured`].filter(Boolean);
    const first = arrived === 0 ? "Nothing hostile arrives." : `${leaked} of ${arrived} hostile ${leaked === 1 ? "leaks" : "leak"}`;
    const wrong = [
      told["wrong_friend"] && count(told["wrong_friend"], "friend engaged", "friends engaged"),
      told["wrong_bird"] && count(told["wrong_bird"], "bird engaged", "birds engaged"),
      told["wrong_nothing"] && count(told["wrong_nothing"], "shot at nothing", "shots at nothing"),
    ].filter(Boolean);
    return h(
      "section",
      { class: "headline" },
      h("h2", { class: leaked > 0 ? "bad" : "good" }, first),
      h(
        "p",
        {},
        harm.length ? `${harm.join(" and ")}.` : "Nobody is hurt.",
        arrived > 0 && ` ${stopped} stopped, ${told["missed"]} came down elsewhere.`,
      ),
      wrong.length > 0 && h("p", { class: "bad" }, `${wrong.join(", ")}.`),
    );
  }

  /** Show which runs are worth a look, once they are known. */
  study(found: StudyDocument): void {
    const number = h("input", {
      type: "number",
      min: 0,
      value: this.raid.run,
      "aria-label": "Number of the run",
      onchange: (event: Event) => this.actions.run(Math.max(0, Math.floor(Number((event.target as HTMLInputElement).value)) || 0)),
    });
    const row: Child[] = [h("label", {}, "Run ", number)];
    if (found.picks.length) {
      const options = found.picks.map((pick) =>
        h("option", { value: pick.run, selected: pick.run === this.raid.run }, `${pick.name} (run ${pick.run})`),
      );
      const none = !found.picks.some((pick) => pick.run === this.raid.run);
      const select = h(
        "select",
        { "aria-label": "Runs worth a look", onchange: (event: Event) => this.actions.run(Number((event.target as HTMLSelectElement).value)) },
        none && h("option", { value: this.raid.run, selected: true }, "runs worth a look …"),
        ...options,
      );
      row.push(select);
    } else if (found.error) row.push(h("small", {}, found.error));
    else row.push(h("small", { role: "status" }, `playing raids to compare: ${found.done} of ${found.wanted}`));
    refill(this.picker, ...row, found.runs ? dots(found, this.raid.run, this.actions.run) : undefined, ...answer(found));
  }

  /** Show every object. */
  list(): void {
    this.states.clear();
    const sorted = [...this.raid.objects].sort((a, b) => ORDER[a.side] - ORDER[b.side] || a.index - b.index);
    const birds = sorted.filter((one) => this.scene.objects[one.index]!.kind === "bird");
    const others = sorted.filter((one) => this.scene.objects[one.index]!.kind !== "bird");
    const rest = birds.length
      ? h("details", { open: others.length === 0 }, h("summary", {}, count(birds.length, "bird", "birds")), this.rows(birds))
      : undefined;
    const nothing = this.raid.nothing.length
      ? h("details", {}, h("summary", {}, "Shots at false tracks"), this.told(this.raid.nothing))
      : undefined;
    const list = this.rows(others);
    refill(this.body, h("h3", {}, "What flies"), others.length > MANY ? search(list) : undefined, list, rest, nothing);
  }

  private rows(objects: RaidObject[]): HTMLElement {
    return h(
      "ul",
      { class: "objects" },
      ...objects.map((one) => {
        const about = this.scene.objects[one.index]!;
        const fate = fateOf(one);
        const state = h("span", { class: "state" });
        this.states.set(one.index, state);
        const button = h(
          "button",
          { type: "button", "data-object": one.index, onclick: () => this.actions.select(one.index) },
          h("span", { class: `mark ${one.side}`, "aria-hidden": "true" }),
          h("span", { class: "name" }, about.name),
          h("span", { class: `fate ${fate.tone}` }, fate.word),
          state,
        );
        return h("li", {}, button);
      }),
    );
  }

  /** Tell one object's story. */
  story(index: number): void {
    this.states.clear();
    const one = this.raid.objects.find((other) => other.index === index);
    if (!one) return this.list();
    const about = this.scene.objects[index]!;
    const fate = fateOf(one);
    const warned = one.warned_s === null ? undefined : one.warned_s > 0 ? `People had ${one.warned_s.toFixed(0)} s of warning.` : "There was no warning.";
    const hurt = one.hurt[0] + one.hurt[1] > 0 ? `It killed ${one.hurt[0]} and injured ${one.hurt[1]}.` : undefined;
    const state = h("p", { class: "state" });
    this.states.set(index, state);
    refill(
      this.body,
      h(
        "div",
        { class: "story-head" },
        h("button", { type: "button", class: "quiet back", onclick: () => this.actions.select(undefined) }, "‹ all"),
        h("button", { type: "button", class: "follow", onclick: () => this.actions.follow(index) }, "Follow"),
      ),
      h("h3", { class: "story-name", tabindex: "-1" }, h("span", { class: `mark ${one.side}`, "aria-hidden": "true" }), about.name),
      h("p", { class: "what" }, `${about.kind}, ${one.side}`, fate.word && h("span", { class: `fate ${fate.tone}` }, ` – ${fate.word}`)),
      state,
      one.why && h("p", { class: "why" }, `Because: ${one.why}.`),
      (warned || hurt) && h("p", {}, [hurt, warned].filter(Boolean).join(" ")),
      this.told(one.story),
    );
    this.body.querySelector<HTMLElement>(".story-name")?.focus({ preventScroll: true });
  }

  private told(events: Told[]): HTMLElement {
    return h(
      "ol",
      { class: "story" },
      ...events.map((event) =>
        h("li", { "data-t": event.t_s }, h("button", { type: "button", onclick: () => this.actions.go(event.t_s) }, clock(event.t_s)), h("span", {}, event.text)),
      ),
    );
  }

  /** Bring states up to a time. */
  show(t: number, stateOf: (one: RaidObject, t: number) => string): void {
    for (const one of this.raid.objects) {
      const state = this.states.get(one.index);
      if (!state) continue;
      const text = stateOf(one, t);
      if (state.textContent !== text) state.textContent = text;
    }
    this.body.querySelectorAll<HTMLElement>(".story li").forEach((item) => {
      item.classList.toggle("past", Number(item.dataset["t"]) <= t);
    });
  }

  /** Show whether something is followed. */
  following(on: boolean): void {
    this.body.querySelector(".follow")?.setAttribute("aria-pressed", String(on));
  }
}

/** A field that leaves of a list what holds its words. */
function search(list: HTMLElement): HTMLElement {
  const field = h("input", {
    type: "search",
    class: "search",
    placeholder: "name, fate or cause",
    "aria-label": "Show only objects with these words",
    oninput: () => {
      const words = field.value.toLowerCase().split(/\s+/);
      list.querySelectorAll("li").forEach((item) => {
        item.hidden = !words.every((word) => item.textContent!.toLowerCase().includes(word));
      });
    },
  });
  return field;
}

/** Every run as a bar, the worst on the left, by who was hurt and what leaked. */
function dots(found: StudyDocument, current: number, run: (run: number) => void): HTMLElement {
  const runs = found.runs!;
  const order = runs.leaked.map((_, k) => k);
  const weight = (k: number): number => runs.killed[k]! * 1000 + runs.injured[k]! + 1e-3 * runs.leaked[k]!;
  order.sort((a, b) => weight(b) - weight(a) || a - b);
  const most = Math.max(...order.map((k) => runs.killed[k]! + runs.injured[k]!), 1);
  const canvas = h("canvas", { class: "runs", width: 600, height: 80, role: "img", "aria-label": "Every run by who was hurt, the worst on the left" });
  const pen = canvas.getContext("2d")!;
  const style = getComputedStyle(document.documentElement);
  const wide = 600 / order.length;
  order.forEach((k, place) => {
    const high = (74 * (runs.killed[k]! + runs.injured[k]!)) / most;
    const dead = (74 * runs.killed[k]!) / most;
    pen.fillStyle = style.getPropertyValue("--rule");
    pen.fillRect(place * wide, 78, Math.max(wide - 0.3, 0.5), 2);
    pen.fillStyle = style.getPropertyValue("--unknown");
    pen.fillRect(place * wide, 78 - high, Math.max(wide - 0.3, 0.5), high);
    pen.fillStyle = style.getPropertyValue("--hostile");
    pen.fillRect(place * wide, 78 - dead, Math.max(wide - 0.3, 0.5), dead);
    if (k === current) {
      pen.fillStyle = style.getPropertyValue("--accent");
      pen.fillRect(place * wide - 1.5, 0, 3, 80);
    }
  });
  canvas.addEventListener("click", (event) => {
    const box = canvas.getBoundingClientRect();
    const place = Math.floor(((event.clientX - box.left) / box.width) * order.length);
    run(order[Math.min(Math.max(place, 0), order.length - 1)]!);
  });
  const key = h("small", {}, `${order.length} runs, the worst on the left: `, h("b", { class: "key killed" }, "killed"), ", ", h("b", { class: "key injured" }, "injured"));
  return h("figure", { class: "runs-room" }, canvas, h("figcaption", {}, key));
}

interface Mean {
  mean: number;
  low: number | null;
  high: number | null;
}

/** What all runs came to, in two lines. */
function answer(found: StudyDocument): Child[] {
  const told = found.answer as { arrived: Mean; leaked: Mean; killed: Mean; injured: Mean } | null;
  if (!told) return [];
  const say = (one: Mean): string =>
    one.low === null || one.high === null || one.low === one.high ? two(one.mean) : `${two(one.mean)} (${two(one.low)} to ${two(one.high)})`;
  const all = told.arrived.mean ? `leaks ${say(told.leaked)} of ${two(told.arrived.mean)}, ` : "";
  const text = `A raid ${all}kills ${say(told.killed)} and injures ${say(told.injured)}, over ${found.done} raids.`;
  return [h("p", { class: "note" }, text)];
}

function two(value: number): string {
  if (value === 0) return "0";
  return value >= 10 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(2);
}
