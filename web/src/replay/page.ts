// The replay of one raid: globe, timeline, kill chain and panel, all at one time.

import { Actors, type Clicked, type Shown } from "../map/actors";
import { Base } from "../map/base";
import { GlobeView } from "../map/globe";
import { h, refill, s } from "../dom";
import type { Page } from "../page";
import { get, type Session } from "../server";
import { onTheme } from "../theme";
import type { RaidDocument, RaidEvent, RaidObject, SceneDocument, StudyDocument, Vector } from "./documents";
import { Flights } from "./flights";
import { Layers } from "./layers";
import { Panel } from "./panel";
import { Picture } from "./picture";
import { strip } from "./strip";
import { Timeline } from "./timeline";
import { clock } from "./words";
import "./replay.css";

const SPEEDS = [1, 2, 5, 10, 20, 60, 120];
const BEFORE_S = 20; // how long before the first thing of interest a replay begins

type Side = "was" | "knew" | "both";

const SIDES: [Side, string][] = [
  ["was", "What was"],
  ["knew", "What the base knew"],
  ["both", "Both"],
];

/** Where the licences of what is in this page are to be read. */
function licences(): string {
  const kept = window.ringfortDocuments?.["licences.txt"];
  return kept ? URL.createObjectURL(new Blob([String(kept)], { type: "text/plain;charset=utf-8" })) : "licences.txt";
}

/** For tests and for picture makers. */
interface Handle {
  time(): number;
  go(t: number): void;
  playing(): boolean;
  side(): Side;
  show(side: Side): void;
  select(name: string | undefined): void;
  /** Longitude, latitude (deg) and height above the ellipsoid (m) of an object's symbol, where it is shown. */
  drawn(name: string): Vector | undefined;
  /** Where it is on the page, in pixels. */
  pixel(name: string): [number, number] | undefined;
  /** Height above the ellipsoid (m) of the ground that is drawn at local x, y; nothing where it is not loaded. */
  ground(x: number, y: number): number | undefined;
  tracks(): number;
  look(place: Vector, distance: number, heading: number, down: number): void;
  layer(key: string, on: boolean): void;
  settled(): boolean;
  low: boolean;
}

declare global {
  interface Window {
    ringfortReplay?: Handle;
  }
}

class Replay {
  private readonly globe: GlobeView;
  private readonly base: Base;
  private readonly flights: Flights;
  private readonly picture: Picture;
  private readonly actors: Actors;
  private readonly panel: Panel;
  private readonly timeline: Timeline;
  private readonly layers: Layers;
  private readonly chain = h("div", { class: "chain" });
  private readonly time = h("output", { class: "clock", "aria-label": "Time of the raid" });
  private readonly play = h("button", { type: "button", class: "play", onclick: () => this.toggle() });
  private readonly sides: HTMLButtonElement[];
  private readonly shown: Shown = { truth: true, picture: false, trails: true, detections: true, uncertainty: true, labels: true };
  private readonly undo: (() => void)[] = [];
  private readonly end: number;
  private t: number;
  private speed = 10;
  private running = false;
  private side: Side = "was";
  private fresh = true;
  private last = 0;
  private drawnAt = 0;
  private toldAt = 0;
  private selected: Clicked | undefined;
  private followed = false;
  private studied: StudyDocument | undefined;
  private ended = false;

  constructor(
    room: HTMLElement,
    session: Session,
    private readonly scene: SceneDocument,
    private readonly raid: RaidDocument,
  ) {
    const map = h("div", { class: "map" });
    this.flights = new Flights(raid);
    this.picture = new Picture(raid);
    this.end = Math.max(raid.end_s, 1);
    this.t = this.begin();
    this.panel = new Panel(
      scene,
      raid,
      { select: (index) => this.select(index), go: (t) => this.go(t), follow: (index) => this.toggleFollow(index), run: (run) => this.run(run) },
      session.saved,
    );
    this.timeline = new Timeline(raid, this.end, (t, event) => this.jump(t, event));
    this.sides = SIDES.map(([side, text]) =>
      h("button", { type: "button", "data-side": side, onclick: () => this.show(side) }, text),
    );
    const below = h("div", { class: "below" }, this.chain, this.controls(), this.timeline.element);
    refill(room, h("div", { class: "replay" }, map, this.panel.element, below));
    this.globe = new GlobeView(map, scene);
    this.base = new Base(this.globe, scene);
    this.actors = new Actors(this.globe, scene, raid, this.flights, this.picture);
    this.layers = new Layers(this.globe, scene, this.shown, () => this.redraw());
    map.append(h("div", { class: "switch", role: "group", "aria-label": "Which side is shown" }, ...this.sides), this.layers.element);
    this.undo.push(
      onTheme(() => {
        this.base.draw();
        this.actors.make();
        if (this.studied) this.panel.study(this.studied);
        this.redraw();
      }),
      this.globe.onFrame((now) => this.frame(now)),
      this.globe.onClick((id) => this.clicked(id as Clicked | undefined)),
      this.keys(),
    );
    this.overview();
    this.show("was");
    this.toggle(false);
    this.handle();
  }

  /** Shortly before the first thing of interest: that something hostile is seen, or else sets off. */
  private begin(): number {
    const asked = Number(new URLSearchParams(location.hash.split("?")[1] ?? "").get("t"));
    if (asked > 0) return Math.min(asked, this.end);
    const hostile = this.raid.objects.filter((one) => one.side === "hostile");
    const times = (hostile.length ? hostile : this.raid.objects).map((one) => one.detected_s ?? one.start_s ?? 0);
    return times.length ? Math.max(0, Math.min(...times) - BEFORE_S) : 0;
  }

  private controls(): HTMLElement {
    const speed = h("select", { "aria-label": "Speed", onchange: () => (this.speed = Number(speed.value)) });
    speed.append(...SPEEDS.map((one) => h("option", { value: one, selected: one === this.speed }, `${one}×`)));
    const step = (path: string, label: string, forward: boolean): HTMLElement => {
      const sign = s("svg", { viewBox: "0 0 12 12", width: 12, height: 12, class: "icon", "aria-hidden": "true" });
      sign.append(s("path", { d: path }));
      return h("button", { type: "button", "aria-label": label, title: label, onclick: () => this.step(forward) }, sign);
    };
    return h(
      "div",
      { class: "controls" },
      step("M11,1 L4,6 L11,11 Z M1,1 H3 V11 H1 Z", "Event before ([)", false),
      this.play,
      step("M1,1 L8,6 L1,11 Z M9,1 H11 V11 H9 Z", "Next event (])", true),
      this.time,
      speed,
      h("button", { type: "button", onclick: () => this.overview() }, "Overview"),
      h("button", { type: "button", onclick: () => this.closeUp() }, "Base"),
      h("a", { class: "quiet-link", href: licences(), target: "_blank", rel: "noreferrer" }, "Licences"),
    );
  }

  /** From far enough off to see what defends the base and what comes. */
  private overview(): void {
    this.letGo();
    const reach = Math.max(3000, ...this.scene.effectors.map((one) => Math.min(one.range_max_m, 15000)));
    const out: Vector = [0, 0, 0];
    const first = this.raid.objects.find((one) => one.side === "hostile");
    const seen = first && this.flights.at(first.index, Math.max(this.t, first.detected_s ?? 0), out) ? Math.hypot(out[0], out[1]) : 0;
    const radius = Math.min(Math.max(reach, seen), 25000);
    this.globe.look([0, 0, 0], 2.6 * radius, 0, 0.7);
  }

  private closeUp(): void {
    this.letGo();
    const far = this.scene.assets.map((one) => Math.hypot(one.x_m, one.y_m) + Math.max(one.half_x_m, one.half_y_m));
    this.globe.look([0, 0, 0], Math.max(350, ...far.map((one) => 2.4 * one)), 0.35, 0.5);
  }

  private frame(now: number): void {
    const passed = Math.min((now - this.last) / 1000, 0.25);
    this.last = now;
    if (this.running) {
      this.t = Math.min(this.t + passed * this.speed, this.end);
      if (this.t >= this.end) this.toggle(false);
      this.fresh = true;
    }
    if (!this.fresh || now - this.drawnAt < (this.globe.low ? 90 : 15)) return;
    this.fresh = false;
    this.drawnAt = now;
    this.actors.update(this.t, this.shown);
    this.base.warn(this.scene.assets.map((_, a) => this.warned(a)));
    this.timeline.show(this.t);
    this.time.textContent = clock(this.t);
    if (!this.running || now - this.toldAt > 250) {
      this.toldAt = now;
      this.panel.show(this.t, (one, t) => this.state(one, t));
    }
    this.globe.scene.requestRender();
  }

  private warned(asset: number): boolean {
    return this.raid.sirens.some((one) => one.asset === asset && this.t >= one.heard_s && this.t < (one.clear_s ?? Infinity));
  }

  /** What is with an object at a time, in a few words. */
  private state(one: RaidObject, t: number): string {
    const span = this.flights.times(one.index);
    if (!span || t < span[0]) return "not yet there";
    if (t > span[1]) return `over since ${clock(span[1])}`;
    const track = this.picture.trackOf(one.index, t);
    if (track) return `track ${track.id}, held to be ${this.picture.identity(track, t)}`;
    return one.detected_s !== null && t >= one.detected_s ? "seen, not tracked" : "unseen";
  }

  redraw(): void {
    this.fresh = true;
    this.globe.scene.requestRender();
  }

  go(t: number): void {
    this.t = Math.min(Math.max(t, 0), this.end);
    this.redraw();
  }

  private jump(t: number, event?: RaidEvent): void {
    this.go(t);
    if (event && event.object >= 0) this.select(event.object);
  }

  private step(forward: boolean): void {
    const times = this.raid.events.map((event) => event.t_s);
    const next = forward ? times.find((t) => t > this.t + 0.05) : times.reverse().find((t) => t < this.t - 0.05);
    if (next === undefined) return;
    this.toggle(false);
    this.jump(next, this.raid.events.find((event) => event.t_s === next));
  }

  private toggle(on = !this.running): void {
    if (on && this.t >= this.end) this.t = 0;
    this.running = on;
    refill(this.play, on ? "Pause" : "Play");
    this.play.setAttribute("aria-label", on ? "Pause (space)" : "Play (space)");
    this.redraw();
  }

  show(side: Side): void {
    this.side = side;
    this.shown.truth = side !== "knew";
    this.shown.picture = side !== "was";
    this.sides.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset["side"] === side)));
    this.redraw();
  }

  private select(index: number | undefined): void {
    if (index !== undefined && !this.raid.objects.some((one) => one.index === index)) return;
    this.letGo();
    this.selected = index === undefined ? undefined : { role: "object", index };
    this.actors.selected = this.selected;
    const one = this.raid.objects.find((other) => other.index === index);
    if (one && index !== undefined) {
      this.panel.story(index);
      refill(this.chain, one.chain.length ? strip(one, this.scene.objects[index]!.name, (t) => this.go(t)) : undefined);
    } else {
      this.panel.list();
      refill(this.chain);
    }
    this.redraw();
  }

  private clicked(id: Clicked | undefined): void {
    if (id?.role === "object") this.select(id.index);
    if (id?.role === "track") {
      const track = this.picture.tracks.find((one) => one.id === id.index);
      if (track && track.object >= 0) this.select(track.object);
    }
  }

  private toggleFollow(index: number): void {
    if (this.followed) return this.letGo();
    const chosen: Clicked = { role: "object", index };
    this.followed = true;
    this.globe.follow(() => this.actors.placeOf(chosen, this.t));
    this.panel.following(true);
    this.redraw();
  }

  private letGo(): void {
    if (!this.followed) return;
    this.followed = false;
    this.globe.follow(undefined);
    this.panel.following(false);
  }

  private keys(): () => void {
    const act: Record<string, () => void> = {
      " ": () => this.toggle(),
      "[": () => this.step(false),
      "]": () => this.step(true),
      t: () => this.show(this.side === "was" ? "knew" : this.side === "knew" ? "both" : "was"),
      f: () => this.selected?.index !== undefined && this.toggleFollow(this.selected.index),
      o: () => this.overview(),
      b: () => this.closeUp(),
      Escape: () => this.select(undefined),
    };
    const listener = (event: KeyboardEvent): void => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || /^(input|select|textarea)$/i.test(target.tagName)) return;
      if (event.key === " " && target.tagName === "BUTTON") return;
      const action = act[event.key];
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }

  private run(run: number): void {
    if (run !== this.raid.run) location.hash = `#/replay?run=${run}`;
  }

  /** Ask how many raids came out, until all are played. */
  async study(): Promise<void> {
    while (!this.ended) {
      const found = await get<StudyDocument>("api/study");
      if (this.ended) return;
      this.panel.study(found);
      this.studied = found;
      if (found.answer || found.error) return;
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
  }

  private handle(): void {
    const indexOf = (name: string): number => this.scene.objects.findIndex((one) => one.name === name);
    window.ringfortReplay = {
      time: () => this.t,
      go: (t) => this.go(t),
      playing: () => this.running,
      side: () => this.side,
      show: (side) => this.show(side),
      select: (name) => this.select(name === undefined ? undefined : indexOf(name)),
      drawn: (name) => {
        this.actors.update(this.t, this.shown);
        const at = this.actors.drawnAt(indexOf(name));
        return at && GlobeView.geodetic(at);
      },
      pixel: (name) => {
        const at = this.actors.drawnAt(indexOf(name));
        return at && this.globe.pixel(at);
      },
      ground: (x, y) => this.globe.drawnHeight(x, y),
      tracks: () => this.actors.tracksDrawn,
      look: (place, distance, heading, down) => this.globe.look(place, distance, heading, down),
      layer: (key, on) => this.layers.setVolume(key, on),
      settled: () => this.globe.settled,
      low: this.globe.low,
    };
  }

  /** Wait until the ground is drawn, or long enough. */
  async settled(): Promise<void> {
    const begun = performance.now();
    do await new Promise((resolve) => requestAnimationFrame(resolve));
    while (!this.ended && !this.globe.settled && performance.now() - begun < 20000);
  }

  destroy(): void {
    this.ended = true;
    this.undo.forEach((undo) => undo());
    this.timeline.destroy();
    this.layers.destroy();
    this.globe.destroy();
    window.ringfortReplay = undefined;
  }
}

export const replay: Page = {
  name: "replay",
  title: "Replay",
  async open(room, session) {
    const asked = new URLSearchParams(location.hash.split("?")[1] ?? "").get("run");
    const run = asked === null || session.saved ? session.run : Number(asked);
    const [scene, raid] = await Promise.all([get<SceneDocument>("api/scene"), get<RaidDocument>(`api/raid?run=${run}`)]);
    const page = new Replay(room, session, scene, raid);
    void page
      .settled()
      .then(() => {
        window.__readyAt = performance.now();
        window.__ready = true;
      })
      .then(() => (session.saved ? undefined : page.study()))
      .catch(() => undefined);
    return () => page.destroy();
  },
};
