// The pages of the app. To add one: write a module that exports a Page and put it in this list; the server names it in
// its session where there is something to show.

import { edit } from "./edit/page";
import type { Page } from "./page";
import { replay } from "./replay/page";
import { results } from "./result/page";

export const PAGES: readonly Page[] = [replay, results, edit];
