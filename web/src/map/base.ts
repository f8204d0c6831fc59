// The base and its land: what is protected and who is in it, devices, lanes, rings of distance.

import {
  BillboardCollection,
  BlendOption,
  BoxGeometry,
  Cartesian2,
  Cartesian3,
  Color,
  ColorGeometryInstanceAttribute,
  DistanceDisplayCondition,
  GeometryInstance,
  HorizontalOrigin,
  type Label,
  LabelCollection,
  LabelStyle,
  Material,
  Matrix4,
  NearFarScalar,
  PerInstanceColorAppearance,
  PointPrimitiveCollection,
  PolylineCollection,
  Primitive,
  PrimitiveCollection,
  VerticalOrigin,
} from "@cesium/engine";
import type { Asset, Device, SceneDocument } from "../replay/documents";
import { colour } from "../theme";
import type { GlobeView } from "./globe";
import type { Ground } from "./ground";
import { symbolOfDevice } from "./symbols";

export const FONT = '13px "Source Sans 3", "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans", sans-serif';
const TALL: Record<Asset["shelter"], number> = { open: 0.3, tent: 3, building: 7, bunker: 2 };
const SHELTERS: Record<Asset["shelter"], string> = { open: "in the open", tent: "in tents", building: "in buildings", bunker: "in bunkers" };
export const EVERYWHERE_M = 1e9; // a finite distance, so that all names are drawn by one program
const MOST_PEOPLE = 800; // dots of one asset

const mixed = new Map<string, Color>();

/** A colour of the style sheet for the globe. */
export function paint(name: string, alpha = 1): Color {
  const told = colour(name);
  let pure = mixed.get(told);
  if (!pure) {
    pure = Color.fromCssColorString(told);
    mixed.set(told, pure);
  }
  return pure.withAlpha(alpha);
}

/** A line's material. */
export function line(tone: Color, dashed = false): Material {
  return dashed
    ? Material.fromType("PolylineDash", { color: tone, dashLength: 12 })
    : Material.fromType("Color", { color: tone });
}

/** How a label looks, in the colours of the theme. */
export function lettering(text: string, at: Cartesian3, tone: Color, offset: [number, number] = [0, 0]): Label.ConstructorOptions {
  return {
    text,
    position: at,
    font: FONT,
    fillColor: tone,
    outlineColor: paint("--paper", 0.92),
    outlineWidth: 4,
    style: LabelStyle.FILL_AND_OUTLINE,
    pixelOffset: new Cartesian2(...offset),
    horizontalOrigin: HorizontalOrigin.CENTER,
    verticalOrigin: VerticalOrigin.CENTER,
    distanceDisplayCondition: new DistanceDisplayCondition(0, EVERYWHERE_M),
    disableDepthTestDistance: Number.POSITIVE_INFINITY,
  };
}

/** A circle of places on the ground about a local point. */
export function circle(ground: Ground, x: number, y: number, radius: number, over = 3, points = 73): Cartesian3[] {
  return Array.from({ length: points }, (_, k) => {
    const turn = (2 * Math.PI * k) / (points - 1);
    const px = x + radius * Math.sin(turn);
    const py = y + radius * Math.cos(turn);
    return ground.world(px, py, ground.height(px, py) + over);
  });
}

export class Base {
  private readonly all = new PrimitiveCollection();
  private readonly solids: (Primitive | undefined)[] = [];
  private warned: boolean[];

  constructor(
    private readonly globe: GlobeView,
    private readonly scene: SceneDocument,
  ) {
    this.warned = scene.assets.map(() => false);
    globe.scene.primitives.add(this.all);
    this.draw();
  }

  /** Draw anew, in the colours of the theme. */
  draw(): void {
    this.all.removeAll();
    this.solids.length = 0;
    this.rings();
    this.lanes();
    this.scene.assets.forEach((_, a) => this.asset(a));
    this.people();
    this.devices();
    this.globe.scene.requestRender();
  }

  /** Colour what hears a siren; returns whether anything changed. */
  warn(warned: boolean[]): void {
    if (warned.every((one, a) => one === this.warned[a])) return;
    this.warned = warned;
    this.scene.assets.forEach((_, a) => this.asset(a));
  }

  private asset(a: number): void {
    const asset = this.scene.assets[a]!;
    const old = this.solids[a];
    if (old) this.all.remove(old);
    const tall = TALL[asset.shelter];
    const { ground } = this.globe;
    const box = BoxGeometry.fromDimensions({
      dimensions: new Cartesian3(2 * asset.half_x_m, 2 * asset.half_y_m, tall),
      vertexFormat: PerInstanceColorAppearance.FLAT_VERTEX_FORMAT,
    });
    const lift = new Cartesian3(asset.x_m, asset.y_m, ground.height(asset.x_m, asset.y_m) + tall / 2 + 0.3);
    const tone = this.warned[a] ? paint("--warned", 0.75) : paint("--friend", 0.4);
    this.solids[a] = this.all.add(
      new Primitive({
        geometryInstances: new GeometryInstance({
          geometry: box,
          modelMatrix: Matrix4.multiplyByTranslation(ground.frame, lift, new Matrix4()),
          attributes: { color: ColorGeometryInstanceAttribute.fromColor(tone) },
        }),
        appearance: new PerInstanceColorAppearance({ flat: true, translucent: true, closed: true }),
        asynchronous: false,
        allowPicking: false,
      }),
    ) as Primitive;
  }

  /** A dot a person, spread evenly over the asset; many stand for more. */
  private people(): void {
    const dots = new PointPrimitiveCollection({ blendOption: BlendOption.TRANSLUCENT });
    const labels = new LabelCollection({ scene: this.globe.scene, blendOption: BlendOption.TRANSLUCENT });
    const { ground } = this.globe;
    for (const asset of this.scene.assets) {
      const z = ground.height(asset.x_m, asset.y_m) + TALL[asset.shelter] + 0.5;
      for (let k = 0; k < Math.min(asset.people, MOST_PEOPLE); k++) {
        const x = asset.x_m + asset.half_x_m * (2 * halton(k + 1, 2) - 1) * 0.96;
        const y = asset.y_m + asset.half_y_m * (2 * halton(k + 1, 3) - 1) * 0.94;
        dots.add({
          position: ground.world(x, y, z),
          color: paint("--ink", 0.85),
          pixelSize: 3,
          distanceDisplayCondition: new DistanceDisplayCondition(0, 1500),
          scaleByDistance: new NearFarScalar(100, 1.4, 1500, 0.7),
        });
      }
      const where = SHELTERS[asset.shelter];
      const text = asset.people ? `${asset.name}\n${asset.people} people ${where}` : asset.name;
      const at = ground.world(asset.x_m, asset.y_m, z + 4);
      labels.add({
        ...lettering(text, at, paint("--ink"), [0, -40]),
        distanceDisplayCondition: new DistanceDisplayCondition(0, 3500),
      });
    }
    this.all.add(dots);
    this.all.add(labels);
  }

  private devices(): void {
    const signs = new BillboardCollection({ scene: this.globe.scene, blendOption: BlendOption.TRANSLUCENT });
    const labels = new LabelCollection({ scene: this.globe.scene, blendOption: BlendOption.TRANSLUCENT });
    const { ground } = this.globe;
    const every: [Device, string][] = [
      ...this.scene.sensors.map((one): [Device, string] => [one, "sensor"]),
      ...this.scene.effectors.map((one): [Device, string] => [one, "effector"]),
    ];
    for (const [device, role] of every) {
      const at = ground.world(device.x_m, device.y_m, device.z_m);
      signs.add({
        position: at,
        image: symbolOfDevice(device.kind, 20),
        scale: 0.5,
        disableDepthTestDistance: Number.POSITIVE_INFINITY,
        id: { role, name: device.name },
        scaleByDistance: new NearFarScalar(500, 1, 20000, 0.55),
      });
      labels.add({
        ...lettering(device.name, at, paint("--soft"), [0, 21]),
        distanceDisplayCondition: new DistanceDisplayCondition(0, 4000),
      });
    }
    this.all.add(signs);
    this.all.add(labels);
  }

  /** Circles of distance about the centre, and the four winds. */
  private rings(): void {
    const lines = new PolylineCollection();
    const labels = new LabelCollection({ scene: this.globe.scene, blendOption: BlendOption.TRANSLUCENT });
    const { ground } = this.globe;
    for (const km of [1, 2, 5, 10, 20, 40]) {
      const positions = circle(ground, 0, 0, 1000 * km, 6 + 4 * km, 121);
      lines.add({ positions, width: 1, material: line(paint("--soft", 0.35)) });
      const edge = 1000 * km * Math.SQRT1_2;
      const at = ground.world(edge, -edge, ground.height(edge, -edge) + 8);
      labels.add({
        ...lettering(`${km} km`, at, paint("--soft")),
        distanceDisplayCondition: new DistanceDisplayCondition(600 * km, 12000 * km),
      });
    }
    for (const [name, x, y] of [["N", 0, 1], ["E", 1, 0], ["S", 0, -1], ["W", -1, 0]] as const) {
      const at = ground.world(10600 * x, 10600 * y, ground.height(10600 * x, 10600 * y) + 8);
      labels.add({
        ...lettering(name, at, paint("--soft")),
        distanceDisplayCondition: new DistanceDisplayCondition(3000, 150000),
      });
    }
    this.all.add(lines);
    this.all.add(labels);
  }

  /** The lanes in which friends fly home, and how far sirens are heard. */
  private lanes(): void {
    const lines = new PolylineCollection();
    const labels = new LabelCollection({ scene: this.globe.scene, blendOption: BlendOption.TRANSLUCENT });
    const { ground } = this.globe;
    const far = 30000;
    for (const lane of this.scene.corridors) {
      for (const side of [-0.5, 0.5]) {
        const bearing = lane.bearing_rad + side * lane.width_rad;
        const positions = Array.from({ length: 40 }, (_, k) => {
          const away = 300 + ((far - 300) * k) / 39;
          const x = away * Math.sin(bearing);
          const y = away * Math.cos(bearing);
          return ground.world(x, y, ground.height(x, y) + 10);
        });
        lines.add({ positions, width: 1.5, material: line(paint("--friend", 0.7), true) });
      }
      const [x, y] = [9000 * Math.sin(lane.bearing_rad), 9000 * Math.cos(lane.bearing_rad)];
      const at = ground.world(x, y, ground.height(x, y) + 20);
      labels.add({
        ...lettering(lane.name, at, paint("--friend")),
        distanceDisplayCondition: new DistanceDisplayCondition(2000, 90000),
      });
    }
    const heard = this.scene.siren_reaches_m;
    if (heard !== null) {
      lines.add({ positions: circle(ground, 0, 0, heard, 6), width: 1.5, material: line(paint("--warned", 0.8), true) });
      const at = ground.world(0, heard, ground.height(0, heard) + 10);
      labels.add({
        ...lettering("sirens are heard within", at, paint("--warned")),
        distanceDisplayCondition: new DistanceDisplayCondition(0, 12 * heard),
      });
    }
    this.all.add(lines);
    this.all.add(labels);
  }
}

/** A sequence that fills an interval evenly: Halton's, in a base. */
function halton(index: number, base: number): number {
  let [share, found] = [1, 0];
  for (let k = index; k > 0; k = Math.floor(k / base)) {
    share /= base;
    found += share * (k % base);
  }
  return found;
}
