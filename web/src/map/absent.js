// In the place of decoders of compressed models and splats, which are never shown here: they bring WebAssembly, which a
// strict content policy forbids.

export const MeshoptDecoder = {};
export const loadSpz = undefined;
