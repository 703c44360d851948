import { request } from "node:http";
import { cloud } from "../../support/cloud.ts";

/** Requests a path exactly as it is written, where a URL would be normalized. @returns the status */
export const getRawPath = (path: string, headers: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(cloud().origin);
    const asked = request({ hostname, port, path, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on("error", reject);
    asked.end();
  });
