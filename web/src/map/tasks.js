// In the place of the globe's pool of workers: every task is put off for ever. Terrain meshes are made on the spot
// (ground.ts), and a pick looks through a mesh's triangles itself where no tree of them was built.

import Event from "./Event.js"; // beside the module whose place this one takes

export default class TaskProcessor {
  static taskCompletedEvent = new Event();

  scheduleTask() {
    return undefined;
  }

  isDestroyed() {
    return false;
  }

  destroy() {}
}
