// The timeline: when sirens sounded, and what is worth jumping to.

import { h, refill, s } from "../dom";
import type { RaidDocument, RaidEvent } from "./documents";
import { clock } from "./words";

const HEIGHT = 58;
const AXIS = 40;
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

// What stands for a kind of event: its row above the axis and its sign.
const SIGNS: Record<string, { y: number; tone: string; path: string }> = {
  "set off": { y: 30, tone: "soft", path: "M-3,-3 L3,0 L-3,3 Z" },
  "track confirmed": { y: 30, tone: "sensor", path: "M-3,-3 H3 V3 H-3 Z" },
  identity: { y: 30, tone: "unknown", path: "M0,-4 L4,0 L0,4 L-4,0 Z" },
  ordered: { y: 19, tone: "effector", path: "M-3,-4 L4,0 L-3,4 Z" },
  effect: { y: 19, tone: "effector", path: "M-4,-4 L4,4 M4,-4 L-4,4" },
  failed: { y: 19, tone: "soft", path: "M-3,-3 L3,3 M3,-3 L-3,3" },
  "came down": { y: 19, tone: "soft", path: "M0,4 L-3,-2 H3 Z" },
  siren: { y: 8, tone: "warned", path: "M-4,3 A4,4 0 0 1 4,3 Z" },
  burst: { y: 8, tone: "hostile", path: "M0,-6 L1.5,-1.5 6,0 1.5,1.5 0,6 -1.5,1.5 -6,0 -1.5,-1.5 Z" },
  hurt: { y: 8, tone: "hostile", path: "" },
};

// What is shown where there is too much to show all.
const GREAT = new Set(["ordered", "effect", "siren", "burst"]);
const CROWD = 250;

export class Timeline {
  readonly element: HTMLElement;
  private readonly picture = s("svg", { class: "timeline", role: "slider", tabindex: "0", "aria-label": "Time of the raid" });
  private hand = s("line", { class: "hand", y1: 0, y2: HEIGHT });
  private watch: ResizeObserver;
  private width = 600;
  private t = 0;
  private readonly crowded: boolean;

  constructor(
    private readonly raid: RaidDocument,
    private readonly end: number,
    private readonly go: (t: number, event?: RaidEvent) => void,
  ) {
    this.crowded = raid.events.length > CROWD;
    this.element = h("div", { class: "timeline-room" });
    this.element.append(this.picture);
    this.picture.setAttribute("height", String(HEIGHT));
    this.picture.setAttribute("aria-valuemin", "0");
    this.picture.setAttribute("aria-valuemax", String(Math.round(end)));
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(this.element);
    this.picture.addEventListener("pointerdown", (event) => this.drag(event));
    this.picture.addEventListener("pointermove", (event) => event.buttons === 1 && this.drag(event));
    this.picture.addEventListener("keydown", (event) => this.key(event));
  }

  destroy(): void {
    this.watch.disconnect();
  }

  private x(t: number): number {
    return 8 + ((this.width - 16) * t) / this.end;
  }

  private drag(event: PointerEvent): void {
    if ((event.target as Element).closest(".event")) return;
    this.picture.setPointerCapture(event.pointerId);
    const box = this.picture.getBoundingClientRect();
    const share = (event.clientX - box.left - 8) / Math.max(box.width - 16, 1);
    this.go(Math.min(Math.max(share, 0), 1) * this.end);
  }

  private key(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowLeft: -5, ArrowRight: 5, PageDown: -60, PageUp: 60 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.go(Math.min(Math.max(this.t + step, 0), this.end));
  }

  private draw(): void {
    this.width = Math.max(this.element.clientWidth, 100);
    this.picture.setAttribute("width", String(this.width));
    const parts: SVGElement[] = [...this.sirens(), ...this.axis(), ...this.events()];
    refill(this.picture, ...parts, this.hand);
    this.show(this.t);
  }

  private sirens(): SVGElement[] {
    const spans: [number, number][] = []; // when anybody is warned
    for (const siren of [...this.raid.sirens].sort((a, b) => a.heard_s - b.heard_s)) {
      const last = spans[spans.length - 1];
      const ends = siren.clear_s ?? this.end;
      if (last && siren.heard_s <= last[1]) last[1] = Math.max(last[1], ends);
      else spans.push([siren.heard_s, ends]);
    }
    return spans.map(([begin, end]) => {
      const x = this.x(begin);
      return s("rect", { class: "warned", x, y: 0, width: Math.max(this.x(end) - x, 1), height: AXIS });
    });
  }

  private axis(): SVGElement[] {
    const step = STEPS.find((one) => (this.width * one) / this.end > 70) ?? 7200;
    const parts: SVGElement[] = [s("line", { class: "axis", x1: 0, x2: this.width, y1: AXIS, y2: AXIS })];
    for (let t = 0; t <= this.end; t += step) {
      const x = this.x(t);
      parts.push(s("line", { class: "axis", x1: x, x2: x, y1: AXIS, y2: AXIS + 4 }));
      if (x < this.width - 20) parts.push(s("text", { x: Math.max(x, 16), y: AXIS + 15, class: "tick" }, clock(t)));
    }
    return parts;
  }

  private events(): SVGElement[] {
    return this.raid.events
      .filter((event) => SIGNS[event.kind]?.path && (!this.crowded || GREAT.has(event.kind)))
      .map((event) => {
        const sign = SIGNS[event.kind]!;
        const mark = s("path", { d: sign.path, class: `sign ${sign.tone}` });
        const label = `${clock(event.t_s)} ${event.text}`;
        const place = s("g", { class: "event", transform: `translate(${this.x(event.t_s)},${sign.y})`, "aria-label": label });
        place.append(s("title", {}, label), s("rect", { class: "room", x: -6, y: -7, width: 12, height: 14 }), mark);
        place.addEventListener("click", () => this.go(event.t_s, event));
        return place;
      });
  }

  /** Move the hand. */
  show(t: number): void {
    this.t = t;
    const x = String(this.x(t));
    this.hand.setAttribute("x1", x);
    this.hand.setAttribute("x2", x);
    this.picture.setAttribute("aria-valuenow", String(Math.round(t)));
    this.picture.setAttribute("aria-valuetext", clock(t));
  }
}
