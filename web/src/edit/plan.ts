// What has been changed and not yet saved, as the server takes it; and what the server says the file would then hold.

import { post } from "../server";

export type Values = Record<string, number | number[]>;

export interface Thing {
  section: "protect" | "defend" | "corridors";
  kind: "protected" | "sensor" | "effector" | "corridor";
  name: string;
  system: string;
  told: string;
  /** Why it cannot be changed here, an empty text where it can. */
  fixed: string;
  reach_m?: number | null;
  sector_deg?: number;
  values: Values;
}

export interface Layout {
  title: string;
  file: string;
  seen: string;
  things: Thing[];
  arrivals: { name: string; hostile: boolean; bearing_deg: number; range_m: number }[];
  offered: { id: string; title: string; kind: "sensor" | "effector" }[];
}

interface Change {
  section: string;
  name: string;
  values: Values;
  add?: Record<string, string | number>;
  gone?: boolean;
}

/** The changes of one page, with a way back. */
export class Plan {
  layout!: Layout;
  private changes: Change[] = [];
  private past: Change[][] = [];
  private turn = 0;

  /** Ask the server what the file says. */
  async begin(): Promise<void> {
    this.layout = await post<Layout>("api/edit/layout", { changes: [] });
  }

  get changed(): boolean {
    return this.changes.length > 0;
  }

  get undoable(): boolean {
    return this.past.length > 0;
  }

  find(name: string): Thing | undefined {
    return this.layout.things.find((thing) => thing.name === name);
  }

  /** Ask the server something about the scenario as it is on the map. */
  ask<T>(path: string, more: Record<string, unknown> = {}): Promise<T> {
    return post<T>(`api/edit/${path}`, { changes: this.changes, seen: this.layout.seen, ...more });
  }

  /** Change values at once on this page; `step` begins a new step back. */
  set(thing: Thing, values: Values, step: boolean): void {
    if (step) this.remember();
    Object.assign(thing.values, values);
    const own = this.changes.find((one) => one.section === thing.section && one.name === thing.name && !one.gone);
    if (own) own.values = { ...own.values, ...values };
    else this.changes.push({ section: thing.section, name: thing.name, values });
  }

  /** Put in something new. */
  async add(section: Thing["section"], name: string, values: Values, add: Record<string, string | number>): Promise<void> {
    this.remember();
    this.changes.push({ section, name, values, add });
    await this.settle();
  }

  /** Take something out. */
  async remove(thing: Thing): Promise<void> {
    this.remember();
    const added = this.changes.some((one) => one.name === thing.name && one.section === thing.section && one.add);
    this.changes = this.changes.filter((one) => one.name !== thing.name || one.section !== thing.section);
    if (!added) this.changes.push({ section: thing.section, name: thing.name, values: {}, gone: true });
    await this.settle();
  }

  /** Go one step back. */
  async undo(): Promise<void> {
    const before = this.past.pop();
    if (!before) return;
    this.changes = before;
    await this.settle(true);
  }

  /** Let the server check the changes and say what the file would hold; what it refuses is taken back. */
  async settle(back = false): Promise<void> {
    const mine = ++this.turn;
    try {
      const layout = await this.ask<Layout>("layout");
      if (mine === this.turn) this.layout = layout;
    } catch (error) {
      if (mine === this.turn && !back && this.past.length) await this.undo();
      throw error;
    }
  }

  /** Write the file. */
  async save(): Promise<string> {
    const saved = await this.ask<{ seen: string; file: string }>("save");
    this.layout.seen = saved.seen;
    this.changes = [];
    this.past = [];
    return saved.file;
  }

  private remember(): void {
    this.past.push(structuredClone(this.changes));
    if (this.past.length > 200) this.past.shift();
  }
}
