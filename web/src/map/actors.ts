// All that moves: flights with trails, detections, tracks with their uncertainty, shots with their outcome, bursts.

import {
  BillboardCollection,
  BlendOption,
  Cartesian3,
  LabelCollection,
  NearFarScalar,
  PointPrimitiveCollection,
  PolylineCollection,
  DistanceDisplayCondition,
  PrimitiveCollection,
  type Billboard,
  type Label,
  type Polyline,
} from "@cesium/engine";
import { lastBefore, unpack, type Identity, type RaidDocument, type SceneDocument, type Vector } from "../replay/documents";
import type { Flights } from "../replay/flights";
import { ellipse, type Picture, type Track, type TrackState } from "../replay/picture";
import { circle, EVERYWHERE_M, lettering, line, paint } from "./base";
import type { GlobeView } from "./globe";
import { symbolOfObject, symbolOfTrack } from "./symbols";

export interface Shown {
  truth: boolean;
  picture: boolean;
  trails: boolean;
  detections: boolean;
  uncertainty: boolean;
  labels: boolean;
}

/** What can be clicked. */
export interface Clicked {
  role: "object" | "track" | "sensor" | "effector";
  index?: number;
  name?: string;
}

const TRAIL_S = 120;
const TRACK_PAST_S = 45;
const TRACK_AHEAD_S = 10;
const PLOT_S = 6; // how long a detection is shown
const MOST_PLOTS = 500;
const OUTCOME_S = 25; // how long an outcome is written beside a shot
const SIGMAS = 2;
const MANY = 30; // objects, beyond which names are written near the camera only
const NEAR_M = 9000;
const TONES: Record<Identity, string> = {
  hostile: "--hostile",
  friend: "--friend",
  neutral: "--neutral",
  bird: "--bird",
  unknown: "--unknown",
};

interface Slot {
  sign: Billboard;
  label: Label;
  ring: Polyline;
  way: Polyline;
  identity: Identity | undefined;
}

export class Actors {
  private readonly all = new PrimitiveCollection();
  private signs!: BillboardCollection;
  private labels!: LabelCollection;
  private trails!: PolylineCollection;
  private plots!: PointPrimitiveCollection;
  private objects: { sign: Billboard; label: Label; trail: Polyline | undefined; bird: boolean }[] = [];
  private slots: Slot[] = [];
  private bearings: Polyline[] = [];
  private shots: { line: Polyline; label: Label; dot: Billboard | undefined; phase: number }[] = [];
  private bursts: { ring: Polyline; label: Label; phase: number }[] = [];
  private halo!: Billboard;
  private readonly plotTimes: ArrayLike<number>;
  private readonly plotSensors: ArrayLike<number>;
  private readonly plotObjects: ArrayLike<number>;
  private readonly plotPlaces: ArrayLike<number>;
  private readonly state: TrackState = { place: [0, 0, 0], speed: [0, 0, 0], covariance: [0, 0, 0], sigmaUp: 0, age: 0 };
  private readonly place: Vector = [0, 0, 0];
  selected: Clicked | undefined;

  constructor(
    private readonly globe: GlobeView,
    private readonly scene: SceneDocument,
    private readonly raid: RaidDocument,
    private readonly flights: Flights,
    private readonly picture: Picture,
  ) {
    this.plotTimes = unpack(raid.detections.t_s);
    this.plotSensors = unpack(raid.detections.sensor);
    this.plotObjects = unpack(raid.detections.object);
    this.plotPlaces = unpack(raid.detections.place);
    globe.scene.primitives.add(this.all);
    this.make();
  }

  destroy(): void {
    this.globe.scene.primitives.remove(this.all);
  }

  /** Make everything anew, in the colours of the theme. */
  make(): void {
    this.all.removeAll();
    this.slots = [];
    this.bearings = [];
    const { scene } = this.globe;
    this.trails = this.all.add(new PolylineCollection()) as PolylineCollection;
    this.plots = this.all.add(new PointPrimitiveCollection({ blendOption: BlendOption.TRANSLUCENT })) as PointPrimitiveCollection;
    this.signs = this.all.add(new BillboardCollection({ scene, blendOption: BlendOption.TRANSLUCENT })) as BillboardCollection;
    this.labels = this.all.add(new LabelCollection({ scene, blendOption: BlendOption.TRANSLUCENT })) as LabelCollection;
    for (let k = 0; k < MOST_PLOTS; k++) this.plots.add({ show: false, pixelSize: 3.5, color: paint("--sensor") });
    for (let k = 0; k < this.picture.most; k++) this.slot(k); // first, so that they lie below what really flies
    this.objects = this.raid.objects.map((one) => this.objectOf(one.index));
    this.shots = this.raid.shots.map(() => ({
      line: this.trails.add({ show: false, width: 2, positions: [Cartesian3.ZERO, Cartesian3.UNIT_X] }),
      label: this.labels.add({ ...lettering("", Cartesian3.ZERO, paint("--ink"), [0, 24]), show: false }),
      dot: undefined,
      phase: 0,
    }));
    this.bursts = this.raid.bursts.map((burst) => ({
      ring: this.trails.add({ show: false, width: 2.5, material: line(paint("--hostile", 0.95)) }),
      label: this.labels.add({
        ...lettering(burst.harm ? "burst" : "burst, no harm", this.globe.ground.world(...burst.at), paint("--hostile"), [0, -18]),
        show: false,
      }),
      phase: 0,
    }));
    this.halo = this.signs.add({
      position: Cartesian3.ZERO,
      show: false,
      image: halo(),
      scale: 0.5,
      disableDepthTestDistance: Number.POSITIVE_INFINITY,
      color: paint("--accent"),
    });
  }

  private objectOf(index: number): (typeof this.objects)[number] {
    const about = this.scene.objects[index]!;
    const bird = about.kind === "bird";
    const tone = paint(bird ? "--bird" : `--${about.side}`, bird ? 0.5 : 0.85);
    const sign = this.signs.add({
      position: Cartesian3.ZERO,
      show: false,
      image: symbolOfObject(about.kind, about.side, 24),
      scale: 0.5,
      disableDepthTestDistance: Number.POSITIVE_INFINITY,
      scaleByDistance: new NearFarScalar(1500, 1.1, 60000, bird ? 0.6 : 0.85),
      id: { role: "object", index } satisfies Clicked,
    });
    const label = this.labels.add({
      ...lettering(about.name, Cartesian3.ZERO, tone.withAlpha(1), [0, -25]),
      show: false,
      distanceDisplayCondition: this.legible(),
    });
    const trail = bird ? undefined : this.trails.add({ show: false, width: 2, material: line(tone.withAlpha(0.6)) });
    return { sign, label, trail, bird };
  }

  private legible(): DistanceDisplayCondition {
    const many = this.raid.objects.filter((one) => this.scene.objects[one.index]!.kind !== "bird").length > MANY;
    return new DistanceDisplayCondition(0, many ? NEAR_M : EVERYWHERE_M);
  }

  /** Move everything to a time. */
  update(t: number, shown: Shown): void {
    this.raid.objects.forEach((one, k) => this.object(one.index, this.objects[k]!, t, shown));
    this.tracks(t, shown);
    this.detections(t, shown);
    this.raid.shots.forEach((_, k) => this.shot(k, t));
    this.raid.bursts.forEach((_, k) => this.burst(k, t));
    this.highlight(t, shown);
  }

  private object(index: number, actor: (typeof this.objects)[number], t: number, shown: Shown): void {
    const there = shown.truth && this.flights.flies(index, t) && this.flights.at(index, t, this.place);
    actor.sign.show = there;
    actor.label.show = there && shown.labels && !actor.bird;
    if (there) {
      const at = this.globe.ground.world(...this.place);
      actor.sign.position = at;
      if (actor.label.show) actor.label.position = at;
    }
    if (!actor.trail) return;
    const span = this.flights.times(index);
    const ended = span !== undefined && t > span[1] + TRAIL_S;
    actor.trail.show = shown.truth && shown.trails && span !== undefined && t > span[0] && !ended;
    if (actor.trail.show) this.trail(index, actor.trail, t, span!);
  }

  private trail(index: number, trail: Polyline, t: number, span: [number, number]): void {
    const points = this.globe.low ? 14 : 36;
    const positions: Cartesian3[] = [];
    const end = Math.min(t, span[1]);
    const begin = Math.max(end - TRAIL_S, span[0]);
    const place: Vector = [0, 0, 0];
    for (let k = 0; k < points; k++) {
      this.flights.at(index, begin + ((end - begin) * k) / (points - 1), place);
      positions.push(this.globe.ground.world(...place));
    }
    trail.positions = positions;
  }

  private slot(k: number): Slot {
    let slot = this.slots[k];
    if (!slot) {
      slot = {
        sign: this.signs.add({
          position: Cartesian3.ZERO,
          show: false,
          scale: 0.5,
          disableDepthTestDistance: Number.POSITIVE_INFINITY,
          scaleByDistance: new NearFarScalar(1500, 1.1, 60000, 0.8),
        }),
        label: this.labels.add({
          ...lettering("", Cartesian3.ZERO, paint("--ink"), [0, 23]),
          show: false,
          distanceDisplayCondition: this.legible(),
        }),
        ring: this.trails.add({ show: false, width: 1.5 }),
        way: this.trails.add({ show: false, width: 1.5 }),
        identity: undefined,
      };
      this.slots[k] = slot;
    }
    return slot;
  }

  private tracks(t: number, shown: Shown): void {
    let used = 0;
    if (shown.picture) {
      for (const track of this.picture.tracks) {
        if (!this.picture.at(track, t, this.state)) continue;
        this.track(this.slot(used++), track, t, shown);
      }
    }
    for (let k = used; k < this.slots.length; k++) {
      const slot = this.slots[k]!;
      slot.sign.show = slot.label.show = slot.ring.show = slot.way.show = false;
    }
  }

  private track(slot: Slot, track: Track, t: number, shown: Shown): void {
    const identity = this.picture.identity(track, t);
    const { place, covariance } = this.state;
    const at = this.globe.ground.world(...place);
    if (slot.identity !== identity) {
      slot.identity = identity;
      slot.sign.setImage(`track ${identity}`, symbolOfTrack(identity, 20));
      const tone = paint(TONES[identity], 0.95);
      slot.ring.material = line(tone.withAlpha(0.8));
      slot.way.material = line(tone.withAlpha(0.75), true);
      slot.label.fillColor = tone;
    }
    const chosen = this.selected?.role === "object" && this.selected.index === track.object;
    const minor = identity === "bird" && !chosen;
    slot.sign.show = true;
    slot.sign.position = at;
    slot.sign.id = { role: "track", index: track.id } satisfies Clicked;
    slot.label.show = shown.labels && !minor;
    if (slot.label.show) {
      slot.label.text = `${track.id} ${identity}`;
      slot.label.position = at;
    }
    const { long, short, angle } = ellipse(covariance);
    slot.ring.show = shown.uncertainty && !(minor && this.globe.low);
    if (slot.ring.show) slot.ring.positions = this.ring(place, long, short, angle);
    slot.way.show = shown.trails && !minor;
    if (slot.way.show) slot.way.positions = this.way(track, t);
  }

  private ring(place: Vector, long: number, short: number, angle: number): Cartesian3[] {
    const points = 25;
    return Array.from({ length: points }, (_, k) => {
      const turn = (2 * Math.PI * k) / (points - 1);
      const along = SIGMAS * long * Math.cos(turn);
      const across = SIGMAS * short * Math.sin(turn);
      const x = place[0] + along * Math.cos(angle) - across * Math.sin(angle);
      const y = place[1] + along * Math.sin(angle) + across * Math.cos(angle);
      return this.globe.ground.world(x, y, place[2]);
    });
  }

  /** Where a track was held to be, and where it is held to go. */
  private way(track: Track, t: number): Cartesian3[] {
    const points: Cartesian3[] = [];
    const { place, speed } = this.state;
    const now: Vector = [...place];
    const ahead: Vector = [0, 0, 0];
    for (let i = 0; i < 3; i++) ahead[i] = now[i]! + TRACK_AHEAD_S * speed[i]!;
    const begin = Math.max(track.begins, t - TRACK_PAST_S);
    const past: TrackState = { ...this.state, place: [0, 0, 0], speed: [0, 0, 0], covariance: [0, 0, 0] };
    const steps = 7;
    for (let k = 0; k < steps; k++) {
      if (this.picture.at(track, begin + ((t - begin) * k) / steps, past)) points.push(this.globe.ground.world(...past.place));
    }
    while (points.length < steps) points.push(this.globe.ground.world(...now));
    points.push(this.globe.ground.world(...now), this.globe.ground.world(...ahead));
    return points;
  }

  private detections(t: number, shown: Shown): void {
    const { ground } = this.globe;
    let used = 0;
    let lines = 0;
    if (shown.picture && shown.detections) {
      const last = lastBefore(this.plotTimes, t);
      for (let k = last; k >= 0 && this.plotTimes[k]! > t - PLOT_S && used < MOST_PLOTS; k--) {
        const sensor = this.scene.sensors[this.plotSensors[k]!]!;
        const at = ground.world(this.plotPlaces[3 * k]!, this.plotPlaces[3 * k + 1]!, this.plotPlaces[3 * k + 2]!);
        const fade = 1 - (t - this.plotTimes[k]!) / PLOT_S;
        if (!sensor.measures_range) {
          this.bearing(lines++, ground.world(sensor.x_m, sensor.y_m, sensor.z_m), at, fade);
          continue;
        }
        const dot = this.plots.get(used++);
        dot.show = true;
        dot.position = at;
        dot.color = paint(this.plotObjects[k]! < 0 ? "--soft" : "--sensor", 0.15 + 0.75 * fade);
      }
    }
    for (let k = used; k < MOST_PLOTS; k++) this.plots.get(k).show = false;
    for (let k = lines; k < this.bearings.length; k++) this.bearings[k]!.show = false;
  }

  /** A line of sight of a sensor that measures no range. */
  private bearing(k: number, from: Cartesian3, through: Cartesian3, fade: number): void {
    this.bearings[k] ??= this.trails.add({ width: 1.5, material: line(paint("--sensor", 0.5)) });
    const sight = this.bearings[k]!;
    sight.show = true;
    sight.positions = [from, Cartesian3.lerp(from, through, 2, new Cartesian3())];
    sight.material.uniforms["color"] = paint("--sensor", 0.55 * fade);
  }

  private shot(k: number, t: number): void {
    const shot = this.raid.shots[k]!;
    const actor = this.shots[k]!;
    const ends = shot.effect_s ?? this.raid.end_s;
    const phase = t < shot.fired_s ? 0 : t < ends ? 1 : t < ends + OUTCOME_S ? 2 : 3;
    if (phase !== 1 && phase === actor.phase) return;
    const changed = phase !== actor.phase;
    actor.phase = phase;
    actor.line.show = phase > 0;
    actor.label.show = phase === 2 && shot.outcome !== undefined;
    if (phase === 0) return;
    const from = this.globe.ground.world(...shot.origin);
    if (phase === 1) {
      actor.line.positions = [from, this.flying(k, t, from)];
      if (changed) actor.line.material = line(paint("--effector"), true);
      return;
    }
    const at = this.globe.ground.world(...(shot.at ?? shot.from));
    const worked = shot.outcome !== undefined && shot.outcome !== "missed" && shot.outcome !== "nothing there";
    actor.line.positions = [from, at];
    actor.line.material = line(paint(worked ? "--effector" : "--soft", phase === 2 ? 0.9 : 0.3), !worked);
    actor.label.text = shot.outcome ?? "";
    actor.label.position = at;
    actor.label.fillColor = paint(worked ? "--effector" : "--soft");
  }

  /** Where an interceptor is on its way; what acts at once reaches its target at once. */
  private flying(k: number, t: number, from: Cartesian3): Cartesian3 {
    const shot = this.raid.shots[k]!;
    const effector = this.scene.effectors[shot.effector]!;
    const target: Vector = [...(shot.at ?? shot.from)];
    if (effector.kind === "interceptor" || effector.kind === "fighter") {
      const share = (t - shot.fired_s) / Math.max((shot.effect_s ?? this.raid.end_s) - shot.fired_s, 1e-3);
      return Cartesian3.lerp(from, this.globe.ground.world(...target), share, new Cartesian3());
    }
    if (shot.object >= 0) this.flights.at(shot.object, t, target);
    return this.globe.ground.world(...target);
  }

  private burst(k: number, t: number): void {
    const burst = this.raid.bursts[k]!;
    const actor = this.bursts[k]!;
    const grown = Math.min(1, (t - burst.t_s) / 1.5);
    const phase = t < burst.t_s ? 0 : grown < 1 ? 1 : t < burst.t_s + 30 ? 2 : 3;
    if (phase !== 1 && phase === actor.phase) return;
    actor.phase = phase;
    actor.ring.show = phase > 0;
    actor.label.show = phase === 1 || phase === 2;
    if (phase === 0) return;
    const reach = Math.max(burst.reach_m * (phase === 1 ? grown : 1), 1);
    actor.ring.positions = circle(this.globe.ground, burst.at[0], burst.at[1], reach, 4, 49);
    actor.ring.material = line(paint("--hostile", burst.harm ? 0.95 : 0.5), !burst.harm);
  }

  /** Ring what is chosen; where the truth is not shown, its track. */
  private highlight(t: number, shown: Shown): void {
    const chosen = this.selected;
    const track = shown.truth || chosen?.role !== "object" ? undefined : this.picture.trackOf(chosen.index!, t);
    const unseen = !shown.truth && chosen?.role === "object" && !track;
    const at = unseen ? undefined : this.placeOf(track ? { role: "track", index: track.id } : chosen, t);
    this.halo.show = at !== undefined;
    if (at) this.halo.position = this.globe.ground.world(...at);
  }

  /** Where the thing that is selected is at a time, nothing where it is not there. */
  placeOf(chosen: Clicked | undefined, t: number): Vector | undefined {
    const out: Vector = [0, 0, 0];
    if (chosen?.role === "object" && this.flights.at(chosen.index!, t, out)) return out;
    if (chosen?.role === "track") {
      const track = this.picture.tracks.find((one) => one.id === chosen.index);
      if (track && this.picture.at(track, t, this.state)) return [...this.state.place];
    }
    return undefined;
  }

  /** Where an object's symbol is drawn, in the globe's coordinates; nothing where it is not shown. */
  drawnAt(index: number): Cartesian3 | undefined {
    const k = this.raid.objects.findIndex((one) => one.index === index);
    const sign = this.objects[k]?.sign;
    return sign?.show ? sign.position : undefined;
  }

  /** How many tracks are drawn. */
  get tracksDrawn(): number {
    return this.slots.filter((slot) => slot.sign.show).length;
  }
}

function halo(): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 92;
  const pen = canvas.getContext("2d")!;
  pen.strokeStyle = "white";
  pen.lineWidth = 5;
  pen.arc(46, 46, 40, 0, 2 * Math.PI);
  pen.stroke();
  return canvas;
}
