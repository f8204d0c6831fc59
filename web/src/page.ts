import type { Session } from "./server";

/** One page of the app: it fills the room it is given and returns what takes it away again. */
export interface Page {
  name: string;
  title: string;
  open(room: HTMLElement, session: Session): Promise<() => void>;
}
