// Layers on the globe that are painted pixel by pixel as they are needed: hillshade, and what a sensor sees.

import {
  Cartesian3,
  Event,
  GeographicTilingScheme,
  ImageryLayer,
  Math as Angles,
  type ImageryProvider,
  type Rectangle,
} from "@cesium/engine";
import type { Ground } from "./ground";

const SIDE = 256;

export type Pixel = [number, number, number, number];

/** Paints one pixel at local x, y (m); `step` is the distance to the next (m). */
export type Painter = (x: number, y: number, step: number, out: Pixel) => void;

const LATTICE = 16; // pixels between the places that are worked out; those between lie on straight lines

/** Local x and y on a lattice over a tile, from its north-west corner, row by row. */
function lattice(ground: Ground, tile: Rectangle): Float64Array {
  const count = SIDE / LATTICE + 1;
  const found = new Float64Array(2 * count * count);
  const local = new Cartesian3();
  for (let i = 0; i < count; i++) {
    const latitude = Angles.lerp(tile.north, tile.south, i / (count - 1));
    for (let j = 0; j < count; j++) {
      ground.local(Angles.lerp(tile.west, tile.east, j / (count - 1)), latitude, local);
      found[2 * (i * count + j)] = local.x;
      found[2 * (i * count + j) + 1] = local.y;
    }
  }
  return found;
}

function painted(ground: Ground, tile: Rectangle, paint: Painter): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(SIDE, SIDE);
  const pixel: Pixel = [0, 0, 0, 0];
  const places = lattice(ground, tile);
  const row = 2 * (SIDE / LATTICE + 1);
  const step = ((tile.north - tile.south) * 6371000) / SIDE;
  for (let i = 0; i < SIDE; i++) {
    const v = (i + 0.5) / LATTICE;
    const fv = v - Math.floor(v);
    for (let j = 0; j < SIDE; j++) {
      const u = (j + 0.5) / LATTICE;
      const fu = u - Math.floor(u);
      const at = Math.floor(v) * row + 2 * Math.floor(u);
      const between = (k: number): number =>
        (places[at + k]! * (1 - fu) + places[at + k + 2]! * fu) * (1 - fv) +
        (places[at + k + row]! * (1 - fu) + places[at + k + row + 2]! * fu) * fv;
      paint(between(0), between(1), step, pixel);
      image.data.set(pixel, 4 * (i * SIDE + j));
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** A layer over a rectangle, with so many levels of detail. */
export function paintedLayer(ground: Ground, rectangle: Rectangle, levels: number, paint: Painter): ImageryLayer {
  const scheme = new GeographicTilingScheme({ rectangle, numberOfLevelZeroTilesX: 1, numberOfLevelZeroTilesY: 1 });
  const provider = {
    rectangle,
    tileWidth: SIDE,
    tileHeight: SIDE,
    minimumLevel: 0,
    maximumLevel: levels,
    tilingScheme: scheme,
    tileDiscardPolicy: undefined,
    errorEvent: new Event(),
    credit: undefined,
    proxy: undefined,
    hasAlphaChannel: true,
    getTileCredits: () => undefined,
    pickFeatures: () => undefined,
    requestImage: (x: number, y: number, level: number) =>
      Promise.resolve(painted(ground, scheme.tileXYToRectangle(x, y, level), paint)),
  };
  return new ImageryLayer(provider as unknown as ImageryProvider);
}

/** Shades the relief with the light from the north-west, over a colour. */
export function hillshade(ground: Ground, base: [number, number, number], dark: boolean): Painter {
  const tilt = Math.SQRT1_2;
  const bounds = ground.bounds!;
  return (x, y, step, out) => {
    const reach = Math.max(step, bounds.step);
    const inside = x > bounds.west && x < bounds.east && y > bounds.south && y < bounds.north;
    if (!inside) {
      out[3] = 0;
      return;
    }
    const steep = 2.5; // heights are stretched so that gentle ground shows
    const dx = (steep * (ground.relief(x + reach, y) - ground.relief(x - reach, y))) / (2 * reach);
    const dy = (steep * (ground.relief(x, y + reach) - ground.relief(x, y - reach))) / (2 * reach);
    const light = (tilt * (tilt * dx - tilt * dy) + tilt) / Math.sqrt(1 + dx * dx + dy * dy); // level = 0.71
    const change = dark ? 1 + 1.1 * (light - tilt) : 1 + 0.62 * (light - tilt);
    for (let k = 0; k < 3; k++) out[k] = Math.min(255, Math.max(0, base[k]! * change + (dark ? 0 : 4)));
    out[3] = 255;
  };
}
