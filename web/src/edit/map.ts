// The map: metres east and north drawn as SVG, things that can be dragged with a pointer or moved with the arrow keys.

import { refill, s } from "../dom";
import type { Layout, Thing, Values } from "./plan";

export interface Seen {
  sensor: string;
  west_m: number;
  south_m: number;
  step_m: number;
  rows: number;
  columns: number;
  cells: { kind: string; data: string };
  x_m: number;
  y_m: number;
  legend: { told: string; colour: string }[];
  told: string;
}

/** Heights of the ground, rows from south to north, as the scene of a scenario holds them. */
export interface Ground {
  west_m: number;
  south_m: number;
  step_m: number;
  rows: number;
  columns: number;
  scale_m: number;
  heights: { kind: string; data: string };
}

export interface Listener {
  select(name: string | null): void;
  /** `step`: the first of a drag, or a key. `done`: the thing rests. */
  change(thing: Thing, values: Values, step: boolean, done: boolean): void;
}

const OPACITY = 96;
const DASHED = 3000; // pixels
const NICE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000];

function bytes(packed: string): Uint8Array {
  return Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
}

function pair(thing: Thing, key: string): [number, number] {
  const value = thing.values[key];
  return Array.isArray(value) ? [value[0] ?? 0, value[1] ?? 0] : [0, 0];
}

function one(thing: Thing, key: string): number {
  const value = thing.values[key];
  return typeof value === "number" ? value : 0;
}

/** A bearing from 0 up to 360. */
function turned(degrees: number): number {
  return ((degrees % 360) + 360) % 360;
}

export class SiteMap {
  readonly root = s("svg", { class: "site", tabindex: "0", role: "application", "aria-label": "Map of the base" });
  private layout!: Layout;
  private selected: string | null = null;
  private seen: Seen | null = null;
  private picture = "";
  private ground: Ground | null = null;
  private shade = "";
  private written: [number, number, number, number][] = []; // the boxes of names that are on the map
  private centre: [number, number] = [0, 0];
  private scale = 1; // metres a pixel
  private size: [number, number] = [800, 600];
  private readonly watch: ResizeObserver;

  constructor(private readonly listener: Listener) {
    this.root.addEventListener("pointerdown", (event) => this.grab(event));
    this.root.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("focusin", (event) => this.focused(event));
    this.watch = new ResizeObserver(() => this.resize());
    this.watch.observe(this.root);
  }

  close(): void {
    this.watch.disconnect();
  }

  show(layout: Layout, selected: string | null): void {
    this.layout = layout;
    this.selected = selected;
    this.draw();
  }

  /** Show the ground, shaded, where it is not flat. */
  land(ground: Ground): void {
    this.ground = ground;
    this.shade = shaded(ground);
    this.draw();
  }

  /** Show what a sensor sees, nothing where it is null. */
  cover(seen: Seen | null): void {
    this.seen = seen;
    this.picture = seen ? paint(seen) : "";
    this.draw();
  }

  focus(name: string): void {
    const found = [...this.root.querySelectorAll<SVGElement>("[data-name]")].find((one) => one.dataset["name"] === name);
    found?.focus();
  }

  /** The middle of the map, in whole steps of metres. */
  get middle(): [number, number] {
    const snap = this.snap;
    return [Math.round(this.centre[0] / snap) * snap, Math.round(this.centre[1] / snap) * snap];
  }

  /** Bring the base into view. */
  fit(): void {
    const corners = (kinds: Thing["kind"][]): [number, number][] =>
      this.layout.things.flatMap((thing) => {
        if (!kinds.includes(thing.kind)) return [];
        const [x, y] = pair(thing, "at");
        const [wide, deep] = pair(thing, "size");
        return [
          [x - wide / 2, y - deep / 2],
          [x + wide / 2, y + deep / 2],
        ] as [number, number][];
      });
    const base = corners(["protected"]);
    const near = 4 * Math.max(250, ...base.map((point) => Math.hypot(...point))); // what is farther off, Reach shows
    const points = [...base, ...corners(["sensor", "effector"]).filter((point) => Math.hypot(...point) <= near)];
    if (!points.length) points.push([-500, -500], [500, 500]);
    const [west, east] = [Math.min(...points.map((p) => p[0])), Math.max(...points.map((p) => p[0]))];
    const [south, north] = [Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[1]))];
    this.centre = [(west + east) / 2, (south + north) / 2];
    this.scale = Math.max((east - west) / (this.size[0] * 0.7), (north - south) / (this.size[1] * 0.7), 0.2);
    this.draw();
  }

  /** Bring the farthest reach into view. */
  fitReach(): void {
    const reach = Math.max(1000, ...this.layout.things.map((thing) => thing.reach_m ?? 0));
    this.centre = [0, 0];
    this.scale = (2.2 * reach) / Math.min(...this.size);
    this.draw();
  }

  zoom(factor: number, about: [number, number] = [this.size[0] / 2, this.size[1] / 2]): void {
    const before = this.metres(about);
    this.scale = Math.min(Math.max(this.scale * factor, 0.02), 5000);
    const after = this.metres(about);
    this.centre = [this.centre[0] + before[0] - after[0], this.centre[1] + before[1] - after[1]];
    this.draw();
  }

  private resize(): void {
    const box = this.root.getBoundingClientRect();
    if (box.width < 1) return;
    const first = !this.root.getAttribute("viewBox");
    this.size = [box.width, box.height];
    this.root.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
    if (this.layout) first ? this.fit() : this.draw();
  }

  private place(x: number, y: number): [number, number] {
    return [(x - this.centre[0]) / this.scale + this.size[0] / 2, this.size[1] / 2 - (y - this.centre[1]) / this.scale];
  }

  private metres([px, py]: [number, number]): [number, number] {
    return [this.centre[0] + (px - this.size[0] / 2) * this.scale, this.centre[1] - (py - this.size[1] / 2) * this.scale];
  }

  private at(event: PointerEvent | WheelEvent): [number, number] {
    const box = this.root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** Places are kept to steps that can be seen at this scale. */
  private get snap(): number {
    return NICE.find((step) => step >= this.scale * 1.5) ?? 1000;
  }

  private thingOf(event: Event): Thing | undefined {
    const name = (event.target as Element).closest<SVGElement>("[data-name]")?.dataset["name"];
    return this.layout.things.find((thing) => thing.name === name);
  }

  /** What is selected, where the pointer is on it: it may lie below something else. */
  private near([px, py]: [number, number]): Thing | undefined {
    const thing = this.layout.things.find((one) => one.name === this.selected);
    if (!thing || (thing.kind !== "sensor" && thing.kind !== "effector")) return undefined;
    const [x, y] = this.place(...pair(thing, "at"));
    return Math.hypot(px - x, py - y) < 15 ? thing : undefined;
  }

  private focused(event: FocusEvent): void {
    const thing = this.thingOf(event);
    if (thing && thing.name !== this.selected) {
      this.selected = thing.name;
      this.root.querySelectorAll("[data-name]").forEach((element) => {
        element.classList.toggle("selected", (element as SVGElement).dataset["name"] === thing.name);
      });
      this.listener.select(thing.name);
    }
  }

  private grab(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    const thing = this.near(this.at(event)) ?? this.thingOf(event);
    const from = this.metres(this.at(event));
    const centre = this.centre;
    let moved = false;
    if (thing) {
      this.selected = thing.name;
      this.listener.select(thing.name);
      this.draw();
      this.focus(thing.name);
    } else {
      this.root.focus();
    }
    const start = thing ? structuredClone(thing.values) : {};
    const move = (next: PointerEvent): void => {
      const [px, py] = this.at(next);
      if (thing && !thing.fixed) {
        const here = this.metres([px, py]);
        if (!moved && Math.hypot(here[0] - from[0], here[1] - from[1]) < 3 * this.scale) return;
        this.listener.change(thing, this.dragged(thing, start, from, here), !moved, false);
        moved = true;
      } else if (!thing) {
        const here = this.metres([px, py]);
        this.centre = [this.centre[0] + from[0] - here[0], this.centre[1] + from[1] - here[1]];
        moved = moved || this.centre !== centre;
        this.draw();
      }
    };
    const end = (): void => {
      this.root.removeEventListener("pointermove", move);
      this.root.removeEventListener("pointerup", end);
      this.root.removeEventListener("pointercancel", end);
      if (thing && moved) this.listener.change(thing, {}, false, true);
    };
    this.root.setPointerCapture(event.pointerId);
    this.root.addEventListener("pointermove", move);
    this.root.addEventListener("pointerup", end);
    this.root.addEventListener("pointercancel", end);
  }

  private dragged(thing: Thing, start: Values, from: [number, number], here: [number, number]): Values {
    if (thing.kind === "corridor") {
      return { from: turned(Math.round((Math.atan2(here[0], here[1]) * 180) / Math.PI)) };
    }
    const at = start["at"] as number[];
    const kept = (value: number): number => Math.round(value / this.snap) * this.snap;
    return { at: [kept((at[0] ?? 0) + here[0] - from[0]), kept((at[1] ?? 0) + here[1] - from[1])] };
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    this.zoom(Math.exp(event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016)), this.at(event));
  }

  private key(event: KeyboardEvent): void {
    const arrows: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
    };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = arrows[event.key];
    const thing = this.thingOf(event);
    if (event.key === "+" || event.key === "=") this.zoom(0.8);
    else if (event.key === "-") this.zoom(1.25);
    else if (event.key === "0") this.fit();
    else if (way && thing && !thing.fixed) this.listener.change(thing, this.nudged(thing, way, event.shiftKey), true, true);
    else if (way) {
      this.centre = [this.centre[0] + 40 * way[0] * this.scale, this.centre[1] + 40 * way[1] * this.scale];
      this.draw();
    } else if ((event.key === "[" || event.key === "]") && thing && "facing" in thing.values) {
      const facing = turned(one(thing, "facing") + (event.key === "[" ? -5 : 5));
      this.listener.change(thing, { facing }, true, true);
    } else return;
    event.preventDefault();
  }

  private nudged(thing: Thing, [right, up]: [number, number], far: boolean): Values {
    if (thing.kind === "corridor") {
      if (up) return { width: Math.min(Math.max(one(thing, "width") + up * (far ? 10 : 1), 1), 360) };
      return { from: turned(one(thing, "from") + right * (far ? 10 : 1)) };
    }
    const [x, y] = pair(thing, "at");
    const step = this.snap * (far ? 10 : 1);
    return { at: [x + right * step, y + up * step] };
  }

  private draw(): void {
    if (!this.layout) return;
    const kept = document.activeElement instanceof SVGElement ? document.activeElement.dataset["name"] : undefined;
    this.written = [];
    const first = this.layout.things.find((thing) => thing.name === this.selected);
    if (first && "at" in first.values && !("size" in first.values)) {
      const [px, py] = this.place(...pair(first, "at"));
      this.written.push(this.nameBox(first, px, py + 24)); // the others keep clear of it
    }
    refill(
      this.root,
      this.grounds(),
      this.cells(),
      s("g", { class: "lanes" }, ...this.things("corridor").map((thing) => this.lane(thing))),
      s("g", { class: "reaches" }, ...this.layout.things.map((thing) => this.reach(thing))),
      s("g", {}, ...this.layout.arrivals.map((arrival) => this.arrow(arrival))),
      s("g", {}, ...this.things("protected").map((thing) => this.box(thing))),
      s("g", {}, ...[...this.things("effector"), ...this.things("sensor")].map((thing) => this.device(thing))),
      this.bar(),
    );
    if (kept) this.focus(kept);
  }

  private things(kind: Thing["kind"]): Thing[] {
    return this.layout.things.filter((thing) => thing.kind === kind);
  }

  private held(thing: Thing, told: string, ...inside: SVGElement[]): SVGElement {
    const picked = thing.name === this.selected ? " selected" : "";
    const label = `${thing.name}, ${thing.told}, ${told}${thing.fixed ? `, fixed: ${thing.fixed}` : ""}`;
    return s(
      "g",
      {
        class: `thing ${thing.kind}${picked}${thing.fixed ? " fixed" : ""}`,
        tabindex: "0",
        role: "button",
        "aria-label": label,
        "data-name": thing.name,
      },
      ...inside,
    );
  }

  /** A name, left out where it would hide another; that of what is selected is always there. */
  private name(thing: Thing, x: number, y: number): SVGElement {
    const own = this.nameBox(thing, x, y);
    const hidden = this.written.some((one) => own[0] < one[2] && own[2] > one[0] && own[1] < one[3] && own[3] > one[1]);
    if (hidden && thing.name !== this.selected) return s("g", {});
    this.written.push(own);
    return s("text", { x, y, class: "name" }, thing.name);
  }

  private nameBox(thing: Thing, x: number, y: number): [number, number, number, number] {
    const half = 3.6 * thing.name.length;
    return [x - half, y - 12, x + half, y + 3];
  }

  private grounds(): SVGElement {
    const ground = this.ground;
    if (!ground) return s("g", {});
    const [x, y] = this.place(ground.west_m - ground.step_m / 2, ground.south_m + (ground.rows - 0.5) * ground.step_m);
    const size = { width: (ground.columns * ground.step_m) / this.scale, height: (ground.rows * ground.step_m) / this.scale };
    return s("image", { href: this.shade, x, y, ...size, preserveAspectRatio: "none", class: "land" });
  }

  private cells(): SVGElement {
    const seen = this.seen;
    if (!seen) return s("g", {});
    const sensor = this.layout.things.find((thing) => thing.name === seen.sensor);
    const [x, y] = sensor ? pair(sensor, "at") : [seen.x_m, seen.y_m]; // while it is dragged, the old goes with it
    const west = seen.west_m - seen.step_m / 2 + x - seen.x_m;
    const north = seen.south_m + (seen.rows - 0.5) * seen.step_m + y - seen.y_m;
    const [px, py] = this.place(west, north);
    const size = { width: (seen.columns * seen.step_m) / this.scale, height: (seen.rows * seen.step_m) / this.scale };
    return s("image", { href: this.picture, x: px, y: py, ...size, preserveAspectRatio: "none", class: "cells" });
  }

  private lane(thing: Thing): SVGElement {
    const [px, py] = this.place(0, 0);
    const half = Math.min(one(thing, "width") / 2, 179.9);
    const far = 2 * Math.hypot(...this.size);
    const edge = (bearing: number, away: number): string => {
      const angle = (bearing * Math.PI) / 180;
      return `${px + away * Math.sin(angle)} ${py - away * Math.cos(angle)}`;
    };
    const from = one(thing, "from");
    const big = half > 90 ? 1 : 0;
    const wedge = `M${px} ${py}L${edge(from - half, far)}A${far} ${far} 0 ${big} 1 ${edge(from + half, far)}Z`;
    const grip = 0.36 * Math.min(...this.size);
    const [gx, gy] = edge(from, grip).split(" ").map(Number) as [number, number];
    return this.held(
      thing,
      `from ${Math.round(from)} degrees, ${Math.round(2 * half)} degrees wide`,
      s("path", { d: wedge, class: "wedge" }),
      s("circle", { cx: gx, cy: gy, r: 9, class: "grip" }),
      this.name(thing, gx, gy - 14),
    );
  }

  private reach(thing: Thing): SVGElement {
    if (!thing.reach_m || (thing.kind !== "sensor" && thing.kind !== "effector")) return s("g", {});
    const [px, py] = this.place(...pair(thing, "at"));
    const r = thing.reach_m / this.scale;
    const sector = thing.sector_deg ?? 360;
    if (sector >= 359.9 && !this.crosses(px, py, r)) return s("g", {});
    const far = r > DASHED ? " far" : ""; // the dashes of a circle far larger than the screen take seconds to draw
    const look = { class: `reach ${thing.kind}${far}${thing.name === this.selected ? " selected" : ""}` };
    if (sector >= 359.9) return s("circle", { cx: px, cy: py, r, ...look });
    const facing = one(thing, "facing");
    const point = (bearing: number): string => {
      const angle = (bearing * Math.PI) / 180;
      return `${px + r * Math.sin(angle)} ${py - r * Math.cos(angle)}`;
    };
    const big = sector > 180 ? 1 : 0;
    const d = `M${px} ${py}L${point(facing - sector / 2)}A${r} ${r} 0 ${big} 1 ${point(facing + sector / 2)}Z`;
    return s("path", { d, ...look });
  }

  /** Whether a circle's line runs through what is on the screen. */
  private crosses(px: number, py: number, r: number): boolean {
    const [wide, deep] = this.size;
    const nearest = Math.hypot(Math.max(-px, 0, px - wide), Math.max(-py, 0, py - deep));
    const farthest = Math.hypot(Math.max(px, wide - px), Math.max(py, deep - py));
    return r >= nearest && r <= farthest;
  }

  private arrow(arrival: Layout["arrivals"][number]): SVGElement {
    const angle = (arrival.bearing_deg * Math.PI) / 180;
    const rim = 0.46 * Math.min(...this.size);
    const [px, py] = this.place(0, 0);
    const move = `translate(${px + rim * Math.sin(angle)} ${py - rim * Math.cos(angle)}) rotate(${arrival.bearing_deg + 180})`;
    const kind = arrival.hostile ? "hostile" : "other";
    return s(
      "g",
      { class: `coming ${kind}`, transform: move },
      s("title", {}, `${arrival.name} comes from ${Math.round(arrival.bearing_deg)}°`),
      s("path", { d: "M0 12V-22M-6 -13L0 -23L6 -13" }),
    );
  }

  private box(thing: Thing): SVGElement {
    const [x, y] = pair(thing, "at");
    const [wide, deep] = pair(thing, "size");
    const [px, py] = this.place(x - wide / 2, y + deep / 2);
    const [w, d] = [Math.max(wide / this.scale, 6), Math.max(deep / this.scale, 6)];
    return this.held(
      thing,
      this.where(thing),
      s("rect", { x: px, y: py, width: w, height: d }),
      this.name(thing, px + w / 2, py - 5),
    );
  }

  private device(thing: Thing): SVGElement {
    const [px, py] = this.place(...pair(thing, "at"));
    const shape = thing.kind === "sensor" ? "M0 -10L9 7H-9Z" : "M0 -10L9 0L0 10L-9 0Z";
    const move = `translate(${px} ${py})`;
    return this.held(
      thing,
      this.where(thing),
      s("circle", { cx: px, cy: py, r: 15, class: "halo" }),
      s("path", { d: shape, transform: move }),
      this.name(thing, px, py + 24),
    );
  }

  private where(thing: Thing): string {
    const [x, y] = pair(thing, "at").map(Math.round) as [number, number];
    return `${Math.abs(x)} metres ${x < 0 ? "west" : "east"}, ${Math.abs(y)} metres ${y < 0 ? "south" : "north"}`;
  }

  private bar(): SVGElement {
    const length = NICE.filter((step) => step / this.scale <= 160).pop() ?? 1;
    const wide = length / this.scale;
    const y = this.size[1] - 18;
    const told = length >= 1000 ? `${length / 1000} km` : `${length} m`;
    return s(
      "g",
      { class: "bar", "aria-hidden": "true" },
      s("path", { d: `M16 ${y - 6}v6h${wide}v-6` }),
      s("text", { x: 16 + wide + 8, y }, told),
    );
  }
}

/** The ground lit from the north-west as a picture, north up: what is lit is light, what is not is dark. */
function shaded(ground: Ground): string {
  const canvas = document.createElement("canvas");
  canvas.width = ground.columns;
  canvas.height = ground.rows;
  const pen = canvas.getContext("2d");
  if (!pen) return "";
  const heights = new Uint16Array(bytes(ground.heights.data).buffer);
  const at = (row: number, column: number): number =>
    heights[Math.min(Math.max(row, 0), ground.rows - 1) * ground.columns + Math.min(Math.max(column, 0), ground.columns - 1)] ?? 0;
  const slopes = new Float32Array(ground.rows * ground.columns);
  let total = 0;
  for (let row = 0; row < ground.rows; row++) {
    for (let column = 0; column < ground.columns; column++) {
      const east = at(row, column + 1) - at(row, column - 1);
      const north = at(row + 1, column) - at(row - 1, column);
      const slope = (east - north) * ground.scale_m; // rising to the south-east: it faces the light
      slopes[row * ground.columns + column] = slope;
      total += Math.abs(slope);
    }
  }
  const mean = total / slopes.length || 1;
  const image = pen.createImageData(ground.columns, ground.rows);
  slopes.forEach((slope, index) => {
    const row = ground.rows - 1 - Math.floor(index / ground.columns);
    const strength = Math.min(Math.abs(slope) / mean, 3) * 36;
    image.data.set(slope > 0 ? [255, 255, 255, strength] : [0, 0, 0, strength], 4 * (row * ground.columns + (index % ground.columns)));
  });
  pen.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

/** The classes of cells as a picture, north up. */
function paint(seen: Seen): string {
  const canvas = document.createElement("canvas");
  canvas.width = seen.columns;
  canvas.height = seen.rows;
  const pen = canvas.getContext("2d");
  if (!pen) return "";
  const colours = seen.legend.map((one) => [1, 3, 5].map((at) => parseInt(one.colour.slice(at, at + 2), 16)));
  const cells = bytes(seen.cells.data);
  const image = pen.createImageData(seen.columns, seen.rows);
  for (let row = 0; row < seen.rows; row++) {
    for (let column = 0; column < seen.columns; column++) {
      const colour = colours[(cells[row * seen.columns + column] ?? 0) - 1];
      if (colour) image.data.set([...colour, OPACITY], 4 * ((seen.rows - 1 - row) * seen.columns + column));
    }
  }
  pen.putImageData(image, 0, 0);
  return canvas.toDataURL();
}
