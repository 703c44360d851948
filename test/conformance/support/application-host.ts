// The host of an old application, as a browser's proxy: it serves the application's own pages, and passes everything else on.
import { forward } from "../../../infra/local/forward.ts";
import { listen, type RunningServer } from "../../../infra/local/http-server.ts";
import { cloud } from "../../support/cloud.ts";

/** A page, and the paths that it is shown at. */
export interface ApplicationPage {
  readonly path: RegExp;
  readonly html: string;
}

/** A proxy, since Playwright's own routes are not asked about what a redirect leads to. */
export const startApplicationHost = (pages: readonly ApplicationPage[]): Promise<RunningServer> =>
  listen((incoming, outgoing) => {
    const { origin, pathname, search } = new URL(incoming.url ?? "");
    const page = origin === cloud().origin ? pages.find(({ path }) => path.test(pathname)) : undefined;
    if (page) outgoing.writeHead(200, { "content-type": "text/html" }).end(page.html);
    else forward(incoming, outgoing, { origin, path: pathname + search });
  }, 0);
