// The globe: one canvas, drawn only when something changed, with a camera that looks from outside and can follow.

import {
  Cartesian2,
  Cartesian3,
  Cartographic,
  Color,
  Credit,
  CreditDisplay,
  Ellipsoid,
  Globe,
  HeadingPitchRange,
  Matrix4,
  PerspectiveFrustum,
  Rectangle,
  Scene,
  SceneTransforms,
  ScreenSpaceEventHandler,
  ScreenSpaceEventType,
  Transforms,
} from "@cesium/engine";
import type { SceneDocument, Vector } from "../replay/documents";
import { h } from "../dom";
import { colour, onTheme } from "../theme";
import { Ground } from "./ground";
import { hillshade, paintedLayer } from "./painted";
import type { ImageryLayer } from "@cesium/engine";

/** Whether the machine draws in software, or the address asks for little work. */
export function wantsLowGraphics(): boolean {
  const asked = new URLSearchParams(location.search).get("lowgfx");
  if (asked !== null) return asked !== "0";
  const context = document.createElement("canvas").getContext("webgl2");
  if (!context) return true;
  const told = context.getExtension("WEBGL_debug_renderer_info");
  const name = told ? String(context.getParameter(told.UNMASKED_RENDERER_WEBGL)) : "";
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|software|basic render/i.test(name);
}

const sight = new HeadingPitchRange();
const placed = new Cartesian3();

export class GlobeView {
  readonly scene: Scene;
  readonly ground: Ground;
  readonly low: boolean;
  readonly canvas: HTMLCanvasElement;
  private shade: ImageryLayer | undefined;
  private followed: (() => Vector | undefined) | undefined;
  private readonly undo: (() => void)[] = [];
  private ended = false;
  private frames: ((now: number) => void)[] = [];

  constructor(room: HTMLElement, document_: SceneDocument) {
    this.low = wantsLowGraphics();
    this.ground = new Ground(document_);
    this.canvas = h("canvas", { tabindex: "0", "aria-label": "Globe. Arrow keys turn it, plus and minus zoom." });
    const credits = h("div", { class: "credits" });
    room.append(this.canvas, credits);
    CreditDisplay.cesiumCredit = new Credit("CesiumJS");
    (Transforms as unknown as { iau2006XysData: unknown }).iau2006XysData = NO_POLE;
    this.scene = new Scene({
      canvas: this.canvas,
      creditContainer: credits,
      scene3DOnly: true,
      requestRenderMode: true,
      maximumRenderTimeChange: Infinity,
      orderIndependentTranslucency: false,
      msaaSamples: this.low ? 1 : 4,
      contextOptions: { webgl: { alpha: false, powerPreference: "high-performance" } },
    });
    this.dress();
    this.undo.push(onTheme(() => this.paint()));
    const watch = new ResizeObserver(() => this.fit());
    watch.observe(this.canvas);
    this.undo.push(() => watch.disconnect());
    this.keys();
    this.fit();
    this.paint();
    requestAnimationFrame(this.draw);
  }

  /** Turn off what a calm map does not need, and in low graphics what costs time. */
  private dress(): void {
    const { scene } = this;
    const globe = new Globe(Ellipsoid.WGS84);
    globe.terrainProvider = this.ground.provider();
    globe.showGroundAtmosphere = false;
    globe.enableLighting = false;
    globe.depthTestAgainstTerrain = true;
    globe.maximumScreenSpaceError = this.ground.rough ? (this.low ? 4 : 2) : 24; // smooth ground needs few tiles
    globe.tileCacheSize = 200;
    // Slow frames would leave little time for the ground to be made: the pinned version gives it 5 ms of each.
    (globe as unknown as { _surface: { _loadQueueTimeSlice: number } })._surface._loadQueueTimeSlice = this.low ? 400 : 20;
    globe.preloadAncestors = false;
    scene.globe = globe;
    // The lowest layer is stretched over all the globe: let that be one without colour.
    globe.imageryLayers.add(paintedLayer(this.ground, Rectangle.MAX_VALUE, 0, (_x, _y, _step, out) => out.fill(0)));
    scene.fog.enabled = false;
    scene.highDynamicRange = false;
    scene.useDepthPicking = false;
    scene.postProcessStages.fxaa.enabled = false;
    const hand = scene.screenSpaceCameraController;
    hand.minimumZoomDistance = 30;
    hand.maximumZoomDistance = 3e6;
    (scene.camera.frustum as PerspectiveFrustum).near = 1;
  }

  /** Colours of the theme. */
  private paint(): void {
    const ground = Color.fromCssColorString(colour("--ground"));
    this.scene.backgroundColor = Color.fromCssColorString(colour("--sky"));
    this.scene.globe.baseColor = ground;
    const layers = this.scene.globe.imageryLayers;
    if (this.shade) layers.remove(this.shade, true);
    const bounds = this.ground.bounds;
    if (bounds) {
      const rgb = ground.toBytes().slice(0, 3) as [number, number, number];
      const half = Math.max(bounds.east, bounds.north, -bounds.west, -bounds.south);
      const levels = Math.min(5, Math.ceil(Math.log2((2 * half) / bounds.step / 256)) + (this.low ? 0 : 1));
      const dark = document.documentElement.dataset["theme"] === "dark";
      const painter = hillshade(this.ground, rgb, dark);
      this.shade = paintedLayer(this.ground, this.ground.rectangle(half), Math.max(levels, 0), painter);
      layers.add(this.shade, 1);
    }
    this.scene.requestRender();
  }

  /** Give the canvas as many pixels as it shows; fewer in low graphics. */
  private fit(): void {
    const ratio = this.low ? Math.min(1, 1000 / Math.max(this.canvas.clientWidth, 1)) : Math.min(devicePixelRatio, 2);
    const width = Math.max(1, Math.round(this.canvas.clientWidth * ratio));
    const height = Math.max(1, Math.round(this.canvas.clientHeight * ratio));
    this.inner.pixelRatio = ratio;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    const frustum = this.scene.camera.frustum as PerspectiveFrustum;
    frustum.aspectRatio = width / height;
    frustum.fov = width > height ? 2 * Math.atan(Math.tan(Math.PI / 7) * Math.min(width / height, 1.6)) : Math.PI / 3.5;
    this.scene.requestRender();
  }

  private readonly draw = (now: number): void => {
    if (this.ended) return;
    this.frames.forEach((frame) => frame(now));
    this.keepUp();
    if (!this.settled) this.scene.requestRender(); // nobody else asks for more while the ground is being made
    this.inner.initializeFrame();
    this.scene.render();
    requestAnimationFrame(this.draw);
  };

  /** What the pinned version of the globe has and does not declare. */
  private get inner(): { pixelRatio: number; initializeFrame(): void } {
    return this.scene as unknown as { pixelRatio: number; initializeFrame(): void };
  }

  /** Be called before each frame; returns what ends that. */
  onFrame(frame: (now: number) => void): () => void {
    this.frames.push(frame);
    return () => (this.frames = this.frames.filter((one) => one !== frame));
  }

  /** Look at a local place from a distance (m), from a heading and a depression (rad). */
  look(place: Vector, distance: number, heading = 0, down = 0.6): void {
    this.follow(undefined);
    const frame = this.frameAt(place);
    this.scene.camera.lookAtTransform(frame, new HeadingPitchRange(heading, -down, distance));
    this.scene.camera.lookAtTransform(Matrix4.IDENTITY);
    this.scene.requestRender();
  }

  private frameAt(place: Vector): Matrix4 {
    return Transforms.eastNorthUpToFixedFrame(this.ground.world(...place));
  }

  /** Keep a moving place in the middle, from where the camera is; nothing lets go. */
  follow(place: (() => Vector | undefined) | undefined): void {
    const { camera } = this.scene;
    if (!place) {
      if (this.followed) camera.lookAtTransform(Matrix4.IDENTITY);
      this.followed = undefined;
      return;
    }
    const at = place();
    this.followed = place;
    if (!at) return;
    const away = Cartesian3.distance(camera.positionWC, this.ground.world(...at));
    sight.heading = camera.heading;
    sight.pitch = Math.min(camera.pitch, -0.2);
    sight.range = Math.min(Math.max(away, 400), 12000);
    camera.lookAtTransform(this.frameAt(at), sight);
    this.scene.requestRender();
  }

  private keepUp(): void {
    const at = this.followed?.();
    if (!at) return;
    const { camera } = this.scene;
    Cartesian3.clone(camera.position, placed);
    camera.lookAtTransform(this.frameAt(at), placed);
  }

  /** Whether something is followed. */
  get following(): boolean {
    return this.followed !== undefined;
  }

  private keys(): void {
    this.canvas.addEventListener("keydown", (event) => {
      const { camera } = this.scene;
      const step = 0.06;
      const height = Cartographic.fromCartesian(camera.positionWC).height;
      const moves: Record<string, () => void> = {
        ArrowLeft: () => (event.shiftKey || this.following ? camera.rotateRight(step) : camera.moveLeft(step * height)),
        ArrowRight: () => (event.shiftKey || this.following ? camera.rotateLeft(step) : camera.moveRight(step * height)),
        ArrowUp: () => (event.shiftKey || this.following ? camera.rotateUp(step) : this.slide(step * height)),
        ArrowDown: () => (event.shiftKey || this.following ? camera.rotateDown(step) : this.slide(-step * height)),
        "+": () => camera.zoomIn(0.15 * height),
        "=": () => camera.zoomIn(0.15 * height),
        "-": () => camera.zoomOut(0.18 * height),
      };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      event.stopPropagation();
      move();
      this.scene.requestRender();
    });
  }

  /** Move over the ground the way the camera looks. */
  private slide(metres: number): void {
    const { camera } = this.scene;
    const up = Cartesian3.normalize(camera.positionWC, new Cartesian3());
    const ahead = Cartesian3.cross(up, camera.rightWC, new Cartesian3());
    camera.move(Cartesian3.normalize(ahead, ahead), metres);
  }

  /** Be told what is clicked: the id of a primitive, or nothing. Returns what ends that. */
  onClick(listener: (id: unknown) => void): () => void {
    const handler = new ScreenSpaceEventHandler(this.canvas);
    handler.setInputAction((event: { position: Cartesian2 }) => {
      const found = this.scene.drillPick(event.position, 6) as { id?: unknown }[];
      listener(found.find((one) => one.id !== undefined)?.id);
    }, ScreenSpaceEventType.LEFT_CLICK);
    return () => handler.destroy();
  }

  /** Longitude, latitude (deg) and height above the ellipsoid (m) of a point in the globe's coordinates. */
  static geodetic(point: Cartesian3): Vector {
    const found = Cartographic.fromCartesian(point);
    return [(found.longitude * 180) / Math.PI, (found.latitude * 180) / Math.PI, found.height];
  }

  /** Where a point is on the page, in pixels. */
  pixel(point: Cartesian3): [number, number] | undefined {
    const at = SceneTransforms.worldToWindowCoordinates(this.scene, point);
    const box = this.canvas.getBoundingClientRect();
    return at && [box.left + at.x, box.top + at.y];
  }

  /** Height above the ellipsoid (m) of the ground that is drawn at local x, y, where it is loaded. */
  drawnHeight(x: number, y: number): number | undefined {
    const place = Cartographic.fromCartesian(this.ground.world(x, y, this.ground.height(x, y)));
    return this.scene.globe.getHeight(place);
  }

  /** Whether the ground is drawn as finely as it will be. */
  get settled(): boolean {
    return this.scene.globe.tilesLoaded;
  }

  destroy(): void {
    this.ended = true;
    this.undo.forEach((undo) => undo());
    this.scene.destroy();
  }
}

// The globe wants the earth's pole to a hair for the stars, which are not drawn; without this it would ask for a file.
const NO_POLE = { computeXysRadians: () => undefined, preload: () => Promise.resolve() };
