// Symbols of APP-6 / MIL-STD-2525: frames say whose, icons say what. Codes have twenty digits, as in 2525D.

import ms from "milsymbol";
import type { Identity, Side } from "../replay/documents";

// Symbol set and entity of what flies.
const AIR: Record<string, [string, string]> = {
  "one-way drone": ["01", "110300"], // unmanned aircraft
  quadcopter: ["01", "110300"],
  aircraft: ["01", "110300"],
  "cruise missile": ["02", "110000"],
  missile: ["02", "110000"],
  rocket: ["02", "110000"],
  mortar: ["02", "110000"],
  artillery: ["02", "110000"],
};

// The base: symbol set and entity of sensors and effectors.
const GROUND: Record<string, [string, string]> = {
  radar: ["15", "220300"],
  camera: ["15", "220200"],
  radio: ["15", "220200"],
  acoustic: ["15", "220200"],
  transponder: ["15", "220200"],
  lookout: ["15", "220200"],
  interceptor: ["15", "111200"], // air defence missile launcher
  gun: ["15", "110600"], // air defence gun
  jammer: ["10", "150500"], // electronic warfare
  laser: ["10", "130100"], // air defence
  fighter: ["01", "110100"],
};

const FRAMES: Record<Identity, string> = { hostile: "6", friend: "3", neutral: "4", bird: "4", unknown: "1" };
const drawn = new Map<string, HTMLCanvasElement>();

function symbol(frame: Identity, [set, entity]: [string, string], size: number): HTMLCanvasElement {
  const code = `100${FRAMES[frame]}${set}0000${entity}0000`;
  const key = `${code} ${size}`;
  let canvas = drawn.get(key);
  if (!canvas) {
    canvas = new ms.Symbol(code, { size, outlineColor: "rgba(255,255,255,0.9)", outlineWidth: 5 }).asCanvas(2);
    drawn.set(key, canvas);
  }
  return canvas;
}

/** A bird is no matter of symbology: a pair of wings in a colour. */
function wings(size: number, colour: string): HTMLCanvasElement {
  const key = `wings ${size} ${colour}`;
  let canvas = drawn.get(key);
  if (!canvas) {
    canvas = document.createElement("canvas");
    canvas.width = canvas.height = size * 2;
    const pen = canvas.getContext("2d")!;
    pen.scale(size / 10, size / 10);
    pen.lineCap = "round";
    for (const [width, style] of [[4.5, "rgba(255,255,255,0.7)"], [2, colour]] as const) {
      pen.strokeStyle = style;
      pen.lineWidth = width;
      pen.beginPath();
      pen.moveTo(3, 8);
      pen.quadraticCurveTo(7, 6, 10, 12);
      pen.quadraticCurveTo(13, 6, 17, 8);
      pen.stroke();
    }
    drawn.set(key, canvas);
  }
  return canvas;
}

/** The symbol of something that really flies, twice as many pixels as `size` says. */
export function symbolOfObject(kind: string, side: Side, size: number): HTMLCanvasElement {
  return kind === "bird" ? wings(size * 0.7, "#7a6a4f") : symbol(side, AIR[kind] ?? ["01", "000000"], size);
}

/** The symbol of a track: the base knows whose it holds it to be, not what it is. */
export function symbolOfTrack(identity: Identity, size: number): HTMLCanvasElement {
  return identity === "bird" ? wings(size * 0.7, "#2b7d4f") : symbol(identity, ["01", "000000"], size);
}

/** The symbol of a sensor or an effector. */
export function symbolOfDevice(kind: string, size: number): HTMLCanvasElement {
  return symbol("friend", GROUND[kind] ?? ["15", "220200"], size);
}
