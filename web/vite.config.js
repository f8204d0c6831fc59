// One script and one style sheet, so that the page can be served by the viewer and also be put into a single file.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// The folder of the package that a bundled module belongs to, or an empty text.
function packageOf(id) {
  const mark = id.lastIndexOf("node_modules/");
  if (mark < 0) return "";
  for (let folder = dirname(id.split("?")[0]); folder.length > mark; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file) && JSON.parse(readFileSync(file, "utf8")).version) return folder;
  }
  return "";
}

// The licence of every package of which something is in the bundle, as one text.
function licences() {
  return {
    name: "licences",
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}));
      const globe = readFileSync(new URL("node_modules/@cesium/engine/LICENSE.md", import.meta.url), "utf8");
      const folders = [...new Set(modules.map(packageOf).filter(Boolean))].sort();
      const texts = folders.map((folder) => {
        const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
        const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
        const own = files.map((name) => readFileSync(join(folder, name), "utf8").trim()).join("\n\n");
        const listed = globe.includes(about.name) ? "It brings no licence file; its licence stands in that of @cesium/engine." : "";
        if (!own && !listed) this.error(`${about.name} brings no licence`);
        return `${about.name} ${about.version} (${about.license})\n\n${own || listed}`;
      });
      this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.join(`\n\n${"=".repeat(100)}\n\n`) + "\n" });
    },
  };
}

// The globe puts a style element for a list of credits into the page, which a strict content policy forbids; the list is
// not shown. The text that is taken out belongs to the pinned version: without it the build stops.
function withoutStyles() {
  const call = "  appendCss(container);\n";
  return {
    name: "without-styles",
    transform(code, id) {
      if (!id.endsWith("/Scene/CreditDisplay.js")) return undefined;
      if (!code.includes(call)) this.error("CreditDisplay.js no longer has the call that is to be taken out");
      return { code: code.replace(call, ""), map: null };
    },
  };
}

// The globe's workers would be scripts beside the page; a saved page is one file and has none. The one task that is left
// (map/tasks.js) is done by the function of its worker, which the pinned version wraps up in its last line.
function withoutWorkers() {
  const standIn = readFileSync(new URL("src/map/tasks.js", import.meta.url), "utf8");
  const wrapped = "createTaskProcessorWorker(incrementallyBuildTerrainPicker)";
  return {
    name: "without-workers",
    load: (id) => (id.endsWith("/engine/Source/Core/TaskProcessor.js") ? standIn : undefined),
    transform(code, id) {
      if (!id.endsWith("/Workers/incrementallyBuildTerrainPicker.js")) return undefined;
      if (!code.includes(wrapped)) this.error("the worker no longer ends with what is to be unwrapped");
      return { code: code.replace(wrapped, "incrementallyBuildTerrainPicker"), map: null };
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [licences(), withoutStyles(), withoutWorkers()],
  resolve: {
    alias: ["meshoptimizer", "@spz-loader/core"].map((find) => ({
      find,
      replacement: fileURLToPath(new URL("src/map/absent.js", import.meta.url)),
    })),
  },
  define: { CESIUM_BASE_URL: JSON.stringify("./") },
  build: {
    outDir: process.env.RINGFORT_WEB_OUT ?? "../src/ringfort/viewer/static",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    chunkSizeWarningLimit: 10000,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: false,
        entryFileNames: "app.js",
        assetFileNames: (asset) => (asset.names.some((name) => name.endsWith(".css")) ? "app.css" : "[name][extname]"),
      },
    },
  },
});
