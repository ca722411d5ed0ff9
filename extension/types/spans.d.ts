declare module "*/server/kalm/console/static/spans.js" {
  export const difference: never;
  export const slideFinding: never;
  export const applyEdits: never;
}
