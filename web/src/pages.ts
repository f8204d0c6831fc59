// The pages of the app. To add one: write a module that exports a Page and put it in this list; the server names it in
// its session where there is something to show.

import type { Session } from "./server";
import { edit } from "./edit/page";
import { replay } from "./replay/page";
import { results } from "./result/page";

/** One page: it fills the room it is given and returns what takes it away again. */
export interface Page {
  name: string;
  title: string;
  open(room: HTMLElement, session: Session): Promise<() => void>;
}

export const PAGES: readonly Page[] = [replay, results, edit];
