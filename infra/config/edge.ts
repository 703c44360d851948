// The edge of a stage: CloudFront, a firewall and one domain in front of the API, the page and the WebSocket.
import { z } from "zod";
import { isLocalAddress, originSchema } from "./addresses.ts";

/** AWS WAF counts over five minutes, and takes no limit below ten. */
const limitSchema = z.int("must be a whole number").min(10, "must be at least 10");

export const edgeSchema = z.strictObject({
  /** The certificate for the host of `publicBaseUrl`, in us-east-1: CloudFront takes no other. Made by the stage where `hostedZone` is set. */
  certificateArn: z
    .string("must be text")
    .regex(
      /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/,
      "must be the ARN of a certificate in us-east-1, the only region of which CloudFront takes one",
    )
    .optional(),
  /** The domain's hosted zone at Route 53: the edge's records are made in it and, without `certificateArn`, the certificate is proven there. */
  hostedZone: z
    .strictObject({
      id: z
        .string("is missing")
        .regex(/^Z[A-Z0-9]+$/, "must be the id of a hosted zone, such as Z0123456789ABCDEFGHIJ"),
      name: z.string("is missing").regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be a domain such as example.com"),
    })
    .optional(),
  /** The origin of your application, which gets every request to the domain that is not ours. Without it there is nothing else. */
  application: originSchema.optional(),
  /** Leaves the API's own address open, for the time until DNS leads to the edge. */
  apiOpen: z.boolean("must be true or false").default(false),
  /** How many starts of a flow one address may make in five minutes, and how many callbacks. Whole offices share an address. */
  startsPerFiveMinutes: limitSchema.default(300),
  callbacksPerFiveMinutes: limitSchema.default(300),
});

type Edge = z.output<typeof edgeSchema>;

/** Whether the API's own address is closed to everybody but the edge. */
export const isClosedByEdge = ({ edge }: { readonly edge?: Edge | undefined }): boolean =>
  edge !== undefined && !edge.apiOpen;

interface EdgeMistake {
  readonly path: string[];
  readonly message: string;
}

/** The settings of a stage that its edge depends on. */
interface Surroundings {
  readonly edge?: Edge | undefined;
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly publicBaseUrl: string;
}

/** What is wrong with an edge in its stage. */
export function findEdgeMistakes({ edge, region, account, publicBaseUrl }: Surroundings): EdgeMistake[] {
  if (edge === undefined) return [];
  const { certificateArn, hostedZone, application } = edge;
  const { hostname, origin } = new URL(publicBaseUrl);
  const isLocal = isLocalAddress(publicBaseUrl);
  const isInZone = hostedZone === undefined || `.${hostname}`.endsWith(`.${hostedZone.name}`);
  return [
    ...(certificateArn || hostedZone
      ? []
      : [{ path: ["certificateArn"], message: "is missing: name a certificate in us-east-1, or a hostedZone" }]),
    ...(isInZone ? [] : [{ path: ["hostedZone", "name"], message: `is not the domain of ${hostname}` }]),
    ...(application === origin
      ? [{ path: ["application"], message: "must be another origin than publicBaseUrl, which the edge itself serves" }]
      : []),
    ...(isLocal || (region && account)
      ? []
      : [{ path: [], message: "needs the stage's account and region: it stands in us-east-1 and reads from there" }]),
  ];
}
