// What is shown on the globe: switches for each thing, a height for what sensors see, and what the colours mean.

import type { Color, ImageryLayer, PrimitiveCollection } from "@cesium/engine";
import { h, type Child } from "../dom";
import { onTheme } from "../theme";
import { paint } from "../map/base";
import type { Shown } from "../map/actors";
import type { GlobeView } from "../map/globe";
import { paintedLayer } from "../map/painted";
import { floor, reach, seer } from "../map/volumes";
import { symbolOfTrack } from "../map/symbols";
import type { Identity, SceneDocument } from "./documents";
import { length } from "./words";

const HEIGHTS = [5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 10000];

/** Reach and coverage of the base's devices on the globe. */
export class Layers {
  readonly element: HTMLElement;
  private readonly volumes = new Map<string, PrimitiveCollection>();
  private readonly wanted = new Set<string>();
  private seen: ImageryLayer | undefined;
  private seeing = false;
  private height = 6; // index into HEIGHTS
  private readonly undo: () => void;

  constructor(
    private readonly globe: GlobeView,
    private readonly scene: SceneDocument,
    private readonly shown: Shown,
    private readonly changed: () => void,
  ) {
    this.element = h(
      "details",
      { class: "layers" },
      h("summary", {}, "Layers"),
      h("div", { class: "layers-body" }, ...this.things(), ...this.seeingPart(), ...this.devices(), ...legend()),
    );
    this.undo = onTheme(() => this.repaint());
  }

  private box(text: string, on: boolean, change: (on: boolean) => void, mark?: string): HTMLElement {
    const input = h("input", { type: "checkbox", checked: on, onchange: () => change(input.checked) });
    return h("label", {}, input, mark ? h("span", { class: `key ${mark}`, "aria-hidden": "true" }) : undefined, ` ${text}`);
  }

  private things(): Child[] {
    const names: [keyof Shown, string][] = [
      ["trails", "Trails"],
      ["detections", "Detections of the last seconds"],
      ["uncertainty", "Uncertainty of tracks (2 sigma)"],
      ["labels", "Names"],
    ];
    return names.map(([name, text]) =>
      this.box(text, this.shown[name], (on) => {
        this.shown[name] = on;
        this.changed();
      }),
    );
  }

  private seeingPart(): Child[] {
    const told = h("output", {}, length(HEIGHTS[this.height]!));
    const slider = h("input", {
      type: "range",
      min: 0,
      max: HEIGHTS.length - 1,
      value: this.height,
      "aria-label": "Height above ground at which it is shown what sensors see",
      oninput: () => {
        this.height = Number(slider.value);
        told.textContent = length(HEIGHTS[this.height]!);
        this.paintSeen();
      },
    });
    return [
      h("h4", {}, "What sensors see, ground and horizon reckoned with"),
      this.box("Shade the ground where something is in view at", this.seeing, (on) => {
        this.seeing = on;
        this.paintSeen();
      }),
      h("div", { class: "slider" }, slider, told),
    ];
  }

  private devices(): Child[] {
    const parts: Child[] = [];
    for (const sensor of this.scene.sensors) {
      const tone = (): Color => paint("--sensor");
      parts.push(
        h("h4", {}, sensor.name, h("small", {}, ` ${sensor.kind}, ${length(sensor.range_max_m)}`)),
        this.volume(`reach ${sensor.name}`, "Ranges and angles", () => reach(this.globe.ground, sensor, null, tone())),
        this.volume(`floor ${sensor.name}`, "The lowest that it sees", () => floor(this.globe.ground, sensor, tone())),
      );
    }
    for (const effector of this.scene.effectors) {
      parts.push(
        h("h4", {}, effector.name, h("small", {}, ` ${effector.kind}, ${length(effector.range_max_m)}`)),
        this.volume(`strike ${effector.name}`, "Reach", () =>
          reach(this.globe.ground, effector, effector.height_max_m, paint("--effector")),
        ),
      );
    }
    return parts;
  }

  private readonly makers = new Map<string, () => PrimitiveCollection>();

  private volume(key: string, text: string, make: () => PrimitiveCollection): HTMLElement {
    this.makers.set(key, make);
    return this.box(text, false, (on) => this.setVolume(key, on), key.split(" ")[0]);
  }

  /** Show or hide one body. */
  setVolume(key: string, on: boolean): void {
    const old = this.volumes.get(key);
    if (old) this.globe.scene.primitives.remove(old);
    this.volumes.delete(key);
    this.wanted.delete(key);
    const make = this.makers.get(key);
    if (on && make) {
      this.wanted.add(key);
      this.volumes.set(key, this.globe.scene.primitives.add(make()) as PrimitiveCollection);
    }
    this.globe.scene.requestRender();
  }

  private repaint(): void {
    for (const key of [...this.wanted]) this.setVolume(key, true);
    this.paintSeen();
  }

  /** Shade the ground over which a thing at the chosen height is in view of a sensor that looks by itself. */
  private paintSeen(): void {
    const layers = this.globe.scene.globe.imageryLayers;
    if (this.seen) layers.remove(this.seen, true);
    this.seen = undefined;
    if (this.seeing) {
      const looking = this.scene.sensors.filter((one) => !one.cued && one.measures_range);
      const eyes = (looking.length ? looking : this.scene.sensors).map(seer);
      const far = Math.max(1000, ...this.scene.sensors.map((one) => one.range_max_m));
      const half = this.globe.ground.bounds ? Math.min(far, 1.2 * this.globe.ground.bounds.east) : far;
      const height = HEIGHTS[this.height]!;
      const tone = paint("--sensor").toBytes();
      const levels = this.globe.low ? 1 : 2;
      this.seen = paintedLayer(this.globe.ground, this.globe.ground.rectangle(half), levels, (x, y, _step, out) => {
        const here = eyes.reduce((sum, eye) => sum + (eye(x, y, height) ? 1 : 0), 0);
        out[0] = tone[0]!;
        out[1] = tone[1]!;
        out[2] = tone[2]!;
        out[3] = here ? Math.min(60 + 35 * here, 150) : 0;
      });
      layers.add(this.seen);
    }
    this.globe.scene.requestRender();
  }

  destroy(): void {
    this.undo();
  }
}

/** What symbols and lines stand for. */
function legend(): Child[] {
  const frames: [Identity, string][] = [
    ["hostile", "hostile"],
    ["friend", "friend"],
    ["neutral", "neutral"],
    ["unknown", "unknown, not yet told apart"],
    ["bird", "bird"],
  ];
  const lines: [string, string][] = [
    ["shot", "engagement; dashed: on its way, or without effect"],
    ["burst", "burst, as far as its harm reaches"],
    ["heard", "a siren is heard there"],
  ];
  const copy = (identity: Identity): HTMLElement => h("img", { src: symbolOfTrack(identity, 20).toDataURL(), alt: "" });
  return [
    h("h4", {}, "Symbols"),
    ...frames.map(([identity, text]) => h("div", { class: "legend" }, copy(identity), text)),
    ...lines.map(([mark, text]) => h("div", { class: "legend" }, h("span", { class: `sample ${mark}`, "aria-hidden": "true" }), text)),
  ];
}
