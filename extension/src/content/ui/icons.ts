const SHAPES = {
  wave: "M1 8c1.5-6 3-6 4.5 0s3 6 4.5 0 2-4 3-1",
  check: "M3 8.5 6.5 12 13 4.5",
  stop: "M8 3v6M8 12.5v.01",
  away: "M3 8h10",
  off: "M8 3v10M3 8h10",
} as const;

/** A small drawing in the colour of the text around it. */
export function icon(name: keyof typeof SHAPES): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SHAPES[name]);
  svg.append(path);
  return svg;
}
