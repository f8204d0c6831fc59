// Where every object was: cubic Hermite between the knots of its flight, as the engine reads it, in the flight that was
// laid out last.

import { lastBefore, unpack, type RaidDocument, type Vector } from "./documents";

interface Leg {
  laid: number;
  first: number;
  end: number;
}

export class Flights {
  private readonly t: ArrayLike<number>;
  private readonly place: ArrayLike<number>;
  private readonly speed: ArrayLike<number>;
  private readonly legs = new Map<number, Leg[]>();
  private readonly span = new Map<number, [number, number]>();

  constructor(raid: RaidDocument) {
    const object = unpack(raid.flights.object);
    const laid = unpack(raid.flights.laid_s);
    this.t = unpack(raid.flights.t_s);
    this.place = unpack(raid.flights.place);
    this.speed = unpack(raid.flights.speed);
    for (let k = 0; k < object.length; k++) {
      const legs = this.legs.get(object[k]!) ?? [];
      const last = legs[legs.length - 1];
      if (last && last.laid === laid[k]) last.end = k + 1;
      else legs.push({ laid: laid[k]!, first: k, end: k + 1 });
      this.legs.set(object[k]!, legs);
    }
    for (const one of raid.objects) {
      if (one.start_s === null) continue;
      this.span.set(one.index, [one.start_s, one.end_s ?? raid.end_s]);
    }
  }

  /** Begin and end of an object's flight in seconds, nothing where it never set off. */
  times(object: number): [number, number] | undefined {
    return this.legs.has(object) ? this.span.get(object) : undefined;
  }

  /** Whether an object is in the air. */
  flies(object: number, t: number): boolean {
    const span = this.times(object);
    return span !== undefined && t >= span[0] && t <= span[1];
  }

  /** Put the place at a time into `out`; before its start and after its end it is where it set off or came down. */
  at(object: number, t: number, out: Vector): boolean {
    const legs = this.legs.get(object);
    const span = this.span.get(object);
    if (!legs || !span) return false;
    const now = Math.min(Math.max(t, span[0]), span[1]);
    let leg = legs[0]!;
    for (const one of legs) if (one.laid <= now) leg = one;
    const k = Math.min(Math.max(lastBefore(this.t, now, leg.first, leg.end), leg.first), Math.max(leg.end - 2, leg.first));
    if (k + 1 >= leg.end) {
      for (let i = 0; i < 3; i++) out[i] = this.place[3 * k + i]!;
      return true;
    }
    const h = this.t[k + 1]! - this.t[k]!;
    const s = h > 0 ? Math.min(Math.max((now - this.t[k]!) / h, 0), 1) : 1;
    const s2 = s * s;
    const s3 = s2 * s;
    const a = 2 * s3 - 3 * s2 + 1;
    const b = s3 - 2 * s2 + s;
    const c = 3 * s2 - 2 * s3;
    const d = s3 - s2;
    for (let i = 0; i < 3; i++) {
      const from = 3 * k + i;
      const to = from + 3;
      out[i] = a * this.place[from]! + b * h * this.speed[from]! + c * this.place[to]! + d * h * this.speed[to]!;
    }
    return true;
  }
}
