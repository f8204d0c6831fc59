// One script and one style sheet, so that the page can be served by the viewer and also be put into a single file.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
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
      const folders = [...new Set(modules.map(packageOf).filter(Boolean))].sort();
      const texts = folders.map((folder) => {
        const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
        const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
        const text = files.map((name) => readFileSync(join(folder, name), "utf8").trim()).join("\n\n");
        return `${about.name} ${about.version} (${about.license})\n\n${text || "The package brings no licence file."}`;
      });
      this.emitFile({ type: "asset", fileName: "licences.txt", source: texts.join(`\n\n${"=".repeat(100)}\n\n`) + "\n" });
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [licences()],
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
