// In the place of the globe's pool of workers. Terrain meshes are made on the spot (ground.ts); trees of their triangles,
// for picks, are built here and now; every other task is put off for ever. The imports are those of the module whose
// place this one takes.

import buildTree from "../Workers/incrementallyBuildTerrainPicker.js";
import Event from "./Event.js";

export default class TaskProcessor {
  static taskCompletedEvent = new Event();

  constructor(name) {
    this.name = name;
  }

  scheduleTask(parameters) {
    if (this.name !== "incrementallyBuildTerrainPicker") return undefined;
    return Promise.resolve(buildTree(parameters, []));
  }

  isDestroyed() {
    return false;
  }

  destroy() {}
}
