// The documents of the replay, as the server makes them. Metres and seconds; x east, y north, z up in the local frame.

export interface Packed {
  kind: "f4" | "u1" | "u2" | "i2" | "i4";
  data: string;
}

export type Vector = [number, number, number];

export interface Place {
  latitude_deg: number;
  longitude_deg: number;
  height_m: number;
  elevation_m: number;
}

export interface TerrainDocument {
  west_m: number;
  south_m: number;
  step_m: number;
  rows: number;
  columns: number;
  low_m: number;
  scale_m: number;
  heights: Packed;
}

export interface Asset {
  name: string;
  x_m: number;
  y_m: number;
  half_x_m: number;
  half_y_m: number;
  people: number;
  shelter: "open" | "tent" | "building" | "bunker";
  bunkers_within_m: number;
  share_sheltered: number;
  hears: boolean;
}

export interface Device {
  name: string;
  system: string;
  kind: string;
  x_m: number;
  y_m: number;
  z_m: number;
  height_m: number;
  facing_rad: number;
  sector_rad: number;
  elevation_low_rad: number;
  elevation_high_rad: number;
  range_min_m: number;
  range_max_m: number;
}

export interface Sensor extends Device {
  cued: boolean;
  measures_range: boolean;
  period_s: number;
  bearings: number;
  rings: number;
  /** Ring j of m lies at range ((j + 1) / m) ** bend. */
  bend: number;
  lowest: Packed;
}

export interface Effector extends Device {
  height_max_m: number | null;
  magazine: number;
}

export interface Corridor {
  name: string;
  bearing_rad: number;
  width_rad: number;
  floor_m: number;
  ceiling_m: number;
}

export interface SceneDocument {
  title: string;
  summary: string;
  time: string;
  place: Place;
  terrain: TerrainDocument | null;
  assets: Asset[];
  sensors: Sensor[];
  effectors: Effector[];
  corridors: Corridor[];
  siren_reaches_m: number | null;
  objects: { name: string; side: Side; kind: string; system: string }[];
  weapons: string;
  notes: string[];
}

export type Side = "hostile" | "friend" | "neutral";

export const IDENTITIES = ["hostile", "friend", "neutral", "bird", "unknown"] as const;
export type Identity = (typeof IDENTITIES)[number];

export interface Link {
  link: "detected" | "tracked" | "identified" | "ordered" | "fired" | "effect";
  t_s: number | null;
  words: string;
  odds?: number;
  die?: number | null;
  worked?: boolean;
}

export interface Told {
  t_s: number;
  text: string;
}

export interface RaidObject {
  index: number;
  side: Side;
  fate: string;
  cause: string;
  why: string;
  stopped_by: number;
  declared: Identity;
  hurt: Vector;
  start_s: number | null;
  end_s: number | null;
  detected_s: number | null;
  tracked_s: number | null;
  identified_s: number | null;
  ordered_s: number | null;
  effect_s: number | null;
  warned_s: number | null;
  chain: Link[];
  story: Told[];
}

export interface Shot {
  fired_s: number;
  effector: number;
  track: number;
  object: number;
  from: Vector;
  origin: Vector;
  effect_s?: number;
  at?: Vector;
  outcome?: string;
  odds?: number | null;
  die?: number | null;
}

export interface Burst {
  t_s: number;
  object: number;
  at: Vector;
  reach_m: number;
  harm: boolean;
}

export interface Siren {
  asset: number;
  sounded_s: number;
  heard_s: number;
  clear_s: number | null;
}

export interface RaidEvent {
  t_s: number;
  kind: string;
  object: number;
  track: number;
  text: string;
}

export interface RaidDocument {
  run: number;
  seed: number;
  end_s: number;
  outcome: Record<string, number>;
  objects: RaidObject[];
  nothing: Told[];
  flights: { object: Packed; laid_s: Packed; t_s: Packed; place: Packed; speed: Packed };
  detections: { every: number; t_s: Packed; sensor: Packed; object: Packed; place: Packed };
  tracks: {
    updates: number;
    t_s: Packed;
    track: Packed;
    object: Packed;
    place: Packed;
    speed: Packed;
    covariance: Packed;
    hostile: Packed;
  };
  lost: [number, number][];
  named: [number, number, number, number][];
  shots: Shot[];
  bursts: Burst[];
  sirens: Siren[];
  events: RaidEvent[];
}

export interface StudyDocument {
  done: number;
  wanted: number;
  error: string;
  answer: Record<string, unknown> | null;
  picks: { run: number; name: string }[];
  runs: Record<"leaked" | "killed" | "injured", number[]> | null;
}

const VIEWS = { f4: Float32Array, u1: Uint8Array, u2: Uint16Array, i2: Int16Array, i4: Int32Array };

/** The numbers of a packed array. */
export function unpack(packed: Packed): ArrayLike<number> {
  const text = atob(packed.data);
  const bytes = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) bytes[k] = text.charCodeAt(k);
  return new VIEWS[packed.kind](bytes.buffer);
}

/** The index of the last of rising numbers that is not above a value, -1 where all are. */
export function lastBefore(rising: ArrayLike<number>, value: number, from = 0, to = rising.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
