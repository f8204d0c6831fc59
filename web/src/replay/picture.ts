// What the base knew: tracks between their updates carried on by their velocity, how unsure they are, and what they were
// held to be.

import { IDENTITIES, lastBefore, unpack, type Identity, type RaidDocument, type Vector } from "./documents";

export interface Track {
  id: number;
  /** The object that it was really of at last, -1 = nothing: for its story, not for the base's eyes. */
  object: number;
  begins: number;
  ends: number;
  first: number;
  end: number;
  named: { t: number; identity: Identity; hostile: number }[];
}

export interface TrackState {
  place: Vector;
  speed: Vector;
  /** Covariance of x and y: xx, yy, xy; and the sigma of z. */
  covariance: Vector;
  sigmaUp: number;
  age: number;
}

const HELD_S = 15; // a track without an end is shown this long after its last update

export class Picture {
  readonly tracks: Track[] = [];
  private readonly byObject = new Map<number, Track[]>();
  private readonly t: ArrayLike<number>;
  private readonly place: ArrayLike<number>;
  private readonly speed: ArrayLike<number>;
  private readonly covariance: ArrayLike<number>;
  private readonly object: ArrayLike<number>;

  constructor(raid: RaidDocument) {
    const ids = unpack(raid.tracks.track);
    this.t = unpack(raid.tracks.t_s);
    this.place = unpack(raid.tracks.place);
    this.speed = unpack(raid.tracks.speed);
    this.covariance = unpack(raid.tracks.covariance);
    this.object = unpack(raid.tracks.object);
    const lost = new Map(raid.lost);
    const byId = new Map<number, Track>();
    for (let k = 0; k < ids.length; k++) {
      const id = ids[k]!;
      let track = byId.get(id);
      if (!track) {
        track = { id, object: -1, begins: this.t[k]!, ends: 0, first: k, end: k, named: [] };
        byId.set(id, track);
        this.tracks.push(track);
      }
      track.end = k + 1;
      if (this.object[k]! >= 0) track.object = this.object[k]!;
    }
    for (const track of this.tracks) this.byObject.set(track.object, [...(this.byObject.get(track.object) ?? []), track]);
    for (const track of this.tracks) track.ends = lost.get(track.id) ?? this.t[track.end - 1]! + HELD_S;
    for (const [id, t, code, hostile] of raid.named) byId.get(id)?.named.push({ t, identity: IDENTITIES[code]!, hostile });
  }

  /** How many tracks there are at once at most. */
  get most(): number {
    const changes = this.tracks.flatMap((track): [number, number][] => [[track.begins, 1], [track.ends, -1]]);
    changes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    let now = 0;
    return changes.reduce((most, [, change]) => Math.max(most, (now += change)), 0);
  }

  /** The state of a track at a time, nothing where there is none. */
  at(track: Track, t: number, out: TrackState): boolean {
    if (t < track.begins || t >= track.ends) return false;
    const k = Math.max(lastBefore(this.t, t, track.first, track.end), track.first);
    const age = t - this.t[k]!;
    for (let i = 0; i < 3; i++) {
      out.speed[i] = this.speed[3 * k + i]!;
      out.place[i] = this.place[3 * k + i]! + age * out.speed[i]!;
    }
    out.covariance[0] = this.covariance[6 * k]!;
    out.covariance[1] = this.covariance[6 * k + 1]!;
    out.covariance[2] = this.covariance[6 * k + 3]!;
    out.sigmaUp = Math.sqrt(Math.max(this.covariance[6 * k + 2]!, 0));
    out.age = age;
    return true;
  }

  /** The track that an object has at a time, nothing where it has none. */
  trackOf(object: number, t: number): Track | undefined {
    return this.byObject.get(object)?.find((track) => t >= track.begins && t < track.ends);
  }

  /** What a track was held to be at a time. */
  identity(track: Track, t: number): Identity {
    let held: Identity = "unknown";
    for (const one of track.named) {
      if (one.t > t) break;
      held = one.identity;
    }
    return held;
  }
}

/** Half axes (m) and the bearing (rad, from x towards y) of the greater one, of one sigma of a covariance xx, yy, xy. */
export function ellipse(covariance: Vector): { long: number; short: number; angle: number } {
  const [xx, yy, xy] = covariance;
  const mean = (xx + yy) / 2;
  const half = Math.hypot((xx - yy) / 2, xy);
  return {
    long: Math.sqrt(Math.max(mean + half, 0)),
    short: Math.sqrt(Math.max(mean - half, 0)),
    angle: 0.5 * Math.atan2(2 * xy, xx - yy),
  };
}
