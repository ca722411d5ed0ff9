// Libraries of the test pages that come without types.
declare module "draft-js";
declare module "react";
declare module "react-dom/client";
