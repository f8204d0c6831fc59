// What a device reaches, as bodies in the air: the whole of its ranges and angles, and what of it is clear of the ground.

import {
  BoundingSphere,
  Cartesian3,
  ColorGeometryInstanceAttribute,
  ComponentDatatype,
  Geometry,
  GeometryAttribute,
  GeometryInstance,
  PerInstanceColorAppearance,
  Primitive,
  PrimitiveCollection,
  PrimitiveType,
  type Color,
  type GeometryAttributes,
} from "@cesium/engine";
import { unpack, type Device, type Sensor } from "../replay/documents";
import type { Ground } from "./ground";

const ALL_ROUND = 6.283;
const NEVER = 65535;

type Place = [number, number, number];

/** One body from places: triangles, or lines. */
function body(ground: Ground, places: Place[], indices: number[], lines: boolean, colour: Color): Primitive {
  const values = new Float64Array(places.length * 3);
  const points = places.map((place) => ground.world(...place));
  points.forEach((point, k) => Cartesian3.pack(point, values as unknown as number[], 3 * k));
  const attributes = {
    position: new GeometryAttribute({ componentDatatype: ComponentDatatype.DOUBLE, componentsPerAttribute: 3, values }),
  } as unknown as GeometryAttributes;
  const geometry = new Geometry({
    attributes,
    indices: new Uint32Array(indices),
    primitiveType: lines ? PrimitiveType.LINES : PrimitiveType.TRIANGLES,
    boundingSphere: BoundingSphere.fromPoints(points),
  });
  const instance = new GeometryInstance({
    geometry,
    attributes: { color: ColorGeometryInstanceAttribute.fromColor(colour) },
  });
  const appearance = new PerInstanceColorAppearance({ flat: true, translucent: true, closed: false });
  return new Primitive({ geometryInstances: instance, appearance, asynchronous: false, allowPicking: false });
}

/** Rows of places as a sheet: triangles between neighbours, where both are there. */
function sheet(rows: (Place | undefined)[][], closed: boolean): { places: Place[]; indices: number[]; lines: number[] } {
  const places: Place[] = [];
  const index = rows.map((row) => row.map((place) => (place ? places.push(place) - 1 : -1)));
  const indices: number[] = [];
  const lines: number[] = [];
  const last = closed ? rows.length : rows.length - 1;
  for (let i = 0; i < rows.length; i++) {
    const here = index[i]!;
    const next = i < last ? index[(i + 1) % rows.length]! : undefined;
    for (let j = 0; j < here.length; j++) {
      const [a, b] = [here[j]!, here[j + 1] ?? -1];
      const [c, d] = [next?.[j] ?? -1, next?.[j + 1] ?? -1];
      if (a >= 0 && b >= 0 && c >= 0) indices.push(a, b, c);
      if (b >= 0 && c >= 0 && d >= 0) indices.push(b, d, c);
      if (i % 6 === 0 && a >= 0 && b >= 0) lines.push(a, b);
      if (j % 6 === 5 && a >= 0 && c >= 0) lines.push(a, c);
    }
  }
  return { places, indices, lines };
}

function bearings(device: Device, count: number): number[] {
  const half = device.sector_rad / 2;
  const whole = device.sector_rad >= ALL_ROUND;
  const steps = whole ? count : Math.max(8, Math.round((count * device.sector_rad) / (2 * Math.PI)));
  return Array.from({ length: whole ? steps : steps + 1 }, (_, k) => device.facing_rad - half + (device.sector_rad * k) / steps);
}

/** All that lies in a device's ranges and angles, whatever the ground hides: its outer skin down to the ground. */
export function reach(ground: Ground, device: Device, ceiling: number | null, colour: Color): PrimitiveCollection {
  const low = Math.max(device.elevation_low_rad, -0.02);
  const high = Math.max(device.elevation_high_rad, low + 0.01);
  const rows = bearings(device, 72).map((bearing) =>
    Array.from({ length: 19 }, (_, k): Place => {
      const up = low + ((high - low) * k) / 18;
      let far = device.range_max_m;
      if (ceiling !== null && far * Math.sin(up) > ceiling) far = ceiling / Math.sin(up);
      const out = far * Math.cos(up);
      const x = device.x_m + out * Math.sin(bearing);
      const y = device.y_m + out * Math.cos(bearing);
      return [x, y, Math.max(device.z_m + far * Math.sin(up), ground.height(x, y) + 2)];
    }),
  );
  return drawn(ground, rows, device.sector_rad >= ALL_ROUND, colour, 0.06, 0.3);
}

/** The floor of what a sensor sees: the lowest that is clear of the ground, out to its range. */
export function floor(ground: Ground, sensor: Sensor, colour: Color): PrimitiveCollection {
  const lowest = unpack(sensor.lowest);
  const closed = sensor.sector_rad >= ALL_ROUND;
  const every = Math.ceil(sensor.rings / 80);
  const rings = Array.from({ length: Math.floor(sensor.rings / every) }, (_, j) => (j + 1) * every - 1);
  const rows = bearings(sensor, Math.min(sensor.bearings, 180)).map((bearing) =>
    rings.map((j): Place | undefined => {
      const least = lowest[row(sensor, bearing) + j]!;
      const away = sensor.range_max_m * ((j + 1) / sensor.rings) ** sensor.bend;
      if (least >= NEVER) return undefined;
      const x = sensor.x_m + away * Math.sin(bearing);
      const y = sensor.y_m + away * Math.cos(bearing);
      const z = ground.height(x, y) + least + 3;
      const up = Math.atan2(z - sensor.z_m, away);
      return Math.hypot(away, z - sensor.z_m) <= sensor.range_max_m && up <= sensor.elevation_high_rad ? [x, y, z] : undefined;
    }),
  );
  return drawn(ground, rows, closed, colour, 0.16, 0.35);
}

/** Where the row of a bearing begins in a sensor's table. */
function row(sensor: Sensor, bearing: number): number {
  const turn = ((bearing / (2 * Math.PI)) % 1 + 1) % 1;
  return (Math.round(turn * sensor.bearings) % sensor.bearings) * sensor.rings;
}

function drawn(
  ground: Ground,
  rows: (Place | undefined)[][],
  closed: boolean,
  colour: Color,
  skin: number,
  line: number,
): PrimitiveCollection {
  const { places, indices, lines } = sheet(rows, closed);
  const both = new PrimitiveCollection();
  if (indices.length) both.add(body(ground, places, indices, false, colour.withAlpha(skin)));
  if (lines.length) both.add(body(ground, places, lines, true, colour.withAlpha(line)));
  return both;
}

/** Whether a sensor sees a height above ground at a place: by the table of the lowest that it sees. */
export function seer(sensor: Sensor): (x: number, y: number, height: number) => boolean {
  const lowest = unpack(sensor.lowest);
  const all = sensor.sector_rad >= ALL_ROUND;
  return (x, y, height) => {
    const dx = x - sensor.x_m;
    const dy = y - sensor.y_m;
    const away = Math.hypot(dx, dy);
    if (away > sensor.range_max_m || away < sensor.range_min_m) return false;
    const bearing = Math.atan2(dx, dy);
    if (!all) {
      let off = bearing - sensor.facing_rad;
      off -= 2 * Math.PI * Math.floor(off / (2 * Math.PI) + 0.5);
      if (Math.abs(off) > sensor.sector_rad / 2) return false;
    }
    const ring = sensor.rings * (away / sensor.range_max_m) ** (1 / sensor.bend);
    const j = Math.min(sensor.rings - 1, Math.max(0, Math.round(ring) - 1));
    return lowest[row(sensor, bearing) + j]! <= height;
  };
}
