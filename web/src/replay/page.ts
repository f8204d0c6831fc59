// The replay of one raid.

import { h, refill } from "../dom";
import type { Page } from "../pages";

export const replay: Page = {
  name: "replay",
  title: "Replay",
  async open(room, session) {
    refill(room, h("p", {}, `run ${session.run} of seed ${session.seed}`));
    window.__ready = true;
    return () => undefined;
  },
};
