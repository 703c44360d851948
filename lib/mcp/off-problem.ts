import { Problem } from "../errors.ts";

export const offProblem = (): Problem =>
  new Problem("not_configured", {
    detail: "Natural-language database queries are off. An administrator can turn them on.",
  });
