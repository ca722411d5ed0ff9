// Imported first: what is tested takes itself for a part of a running extension.
(globalThis as unknown as { chrome: object }).chrome = { runtime: { id: "kalm" } };
