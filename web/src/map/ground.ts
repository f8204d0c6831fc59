// The local frame on the globe, and the ground in it: the scenario's terrain, or a smooth round earth.

import {
  Cartesian3,
  CustomHeightmapTerrainProvider,
  GeographicTilingScheme,
  HeightmapTerrainData,
  Math as Angles,
  Matrix4,
  Rectangle,
  Transforms,
  type TerrainData,
} from "@cesium/engine";
import { unpack, type SceneDocument } from "../replay/documents";

const EARTH_RADIUS_M = 6371000; // as the engine has it
const TILE = 33;

const scratch = new Cartesian3();

export class Ground {
  readonly frame: Matrix4;
  private readonly inverse: Matrix4;
  private readonly heights: ArrayLike<number> | undefined;
  readonly rough: boolean;
  /** The square that the terrain covers, in local metres. */
  readonly bounds: { west: number; south: number; east: number; north: number; step: number } | undefined;

  constructor(private readonly scene: SceneDocument) {
    const { latitude_deg, longitude_deg, height_m } = scene.place;
    const centre = Cartesian3.fromDegrees(longitude_deg, latitude_deg, height_m);
    this.frame = Transforms.eastNorthUpToFixedFrame(centre);
    this.inverse = Matrix4.inverseTransformation(this.frame, new Matrix4());
    const terrain = scene.terrain;
    this.rough = terrain !== null;
    if (!terrain) return;
    this.heights = unpack(terrain.heights);
    const east = terrain.west_m + (terrain.columns - 1) * terrain.step_m;
    const north = terrain.south_m + (terrain.rows - 1) * terrain.step_m;
    this.bounds = { west: terrain.west_m, south: terrain.south_m, east, north, step: terrain.step_m };
  }

  /** Height (m) above the smooth earth at local x, y: bilinear; beyond the edge the edge's height goes on. */
  relief(x: number, y: number): number {
    const terrain = this.scene.terrain;
    if (!terrain || !this.heights) return 0;
    const { columns, rows, step_m, west_m, south_m } = terrain;
    const u = Math.min(Math.max((x - west_m) / step_m, 0), columns - 1);
    const v = Math.min(Math.max((y - south_m) / step_m, 0), rows - 1);
    const j = Math.min(Math.floor(u), columns - 2);
    const i = Math.min(Math.floor(v), rows - 2);
    const fu = u - j;
    const fv = v - i;
    const at = i * columns + j;
    const heights = this.heights;
    const low = heights[at]! * (1 - fu) + heights[at + 1]! * fu;
    const high = heights[at + columns]! * (1 - fu) + heights[at + columns + 1]! * fu;
    return terrain.low_m + terrain.scale_m * (low * (1 - fv) + high * fv);
  }

  /** Local z (m) of the ground at x, y. */
  height(x: number, y: number): number {
    return this.relief(x, y) - (x * x + y * y) / (2 * EARTH_RADIUS_M);
  }

  /** A local place in the globe's coordinates. */
  world(x: number, y: number, z: number, out = new Cartesian3()): Cartesian3 {
    return Matrix4.multiplyByPoint(this.frame, Cartesian3.fromElements(x, y, z, scratch), out);
  }

  /** Local x, y of a longitude and latitude (rad) on the ground. */
  local(longitude: number, latitude: number, out: Cartesian3): Cartesian3 {
    Cartesian3.fromRadians(longitude, latitude, this.scene.place.height_m, undefined, out);
    return Matrix4.multiplyByPoint(this.inverse, out, out);
  }

  /** The rectangle of longitudes and latitudes about a square of the local frame. */
  rectangle(half: number, x = 0, y = 0): Rectangle {
    const { latitude_deg, longitude_deg } = this.scene.place;
    const latitude = Angles.toRadians(latitude_deg);
    const dLatitude = half / 6357000;
    const dLongitude = half / (6378000 * Math.cos(Math.abs(latitude) + dLatitude));
    const east = Angles.toRadians(longitude_deg) + x / (6378000 * Math.cos(latitude));
    const north = latitude + y / 6357000;
    return new Rectangle(east - dLongitude, north - dLatitude, east + dLongitude, north + dLatitude);
  }

  /** The terrain for the globe, whose meshes are made on the spot: no worker, so no script beside the page. */
  provider(): CustomHeightmapTerrainProvider {
    const scheme = new GeographicTilingScheme();
    const base = this.scene.place.height_m;
    const local = new Cartesian3();
    const heightsOf = (x: number, y: number, level: number): Float32Array => {
      const heights = new Float32Array(TILE * TILE).fill(base);
      if (!this.rough) return heights;
      const tile = scheme.tileXYToRectangle(x, y, level);
      for (let i = 0; i < TILE; i++) {
        const latitude = Angles.lerp(tile.north, tile.south, i / (TILE - 1));
        for (let j = 0; j < TILE; j++) {
          this.local(Angles.lerp(tile.west, tile.east, j / (TILE - 1)), latitude, local);
          heights[i * TILE + j] = base + this.relief(local.x, local.y);
        }
      }
      return heights;
    };
    const provider = new CustomHeightmapTerrainProvider({
      width: TILE,
      height: TILE,
      tilingScheme: scheme,
      callback: heightsOf,
    });
    provider.requestTileGeometry = (x, y, level) =>
      Promise.resolve(new MadeHere(heightsOf(x, y, level)) as unknown as TerrainData);
    return provider;
  }
}

/** Heights whose mesh is made at once. The method without a worker is private to the pinned version of the globe. */
class MadeHere extends HeightmapTerrainData {
  constructor(buffer: Float32Array) {
    super({ buffer, width: TILE, height: TILE });
  }

  createMesh(options: unknown): Promise<unknown> {
    const made = this as unknown as { _createMeshSync(options: unknown): unknown };
    return Promise.resolve(made._createMeshSync(options));
  }
}
