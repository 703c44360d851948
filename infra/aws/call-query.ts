import { DomUtils, parseDocument } from "htmlparser2";
import type { CallAws, QueryService } from "./call-aws.ts";

type XmlParent = Pick<ReturnType<typeof parseDocument>, "children">;

interface QueryRequest {
  readonly service: QueryService;
  readonly action: string;
  /** The date that names the version of the service's API. */
  readonly version: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** In the names of permissions a service may be called differently than in its address. */
const permissionPrefixes: Partial<Record<QueryService, string>> = { monitoring: "cloudwatch" };

/**
 * Calls an operation of AWS's query protocol: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 * @returns the element `<action>Result` of the answer
 * @throws Error in one sentence when AWS answers with an error
 */
export async function callQuery(
  callAws: CallAws,
  { service, action, version, parameters }: QueryRequest,
): Promise<XmlParent> {
  const body = new URLSearchParams({ Action: action, Version: version, ...parameters }).toString();
  const { status, text } = await callAws({ service, method: "POST", path: "/", body });
  const permission = `${permissionPrefixes[service] ?? service}:${action}`;
  if (status !== 200) throw new Error(`AWS answered ${status}: these credentials may need ${permission}.`);
  const [result] = DomUtils.getElementsByTagName(`${action}Result`, parseDocument(text, { xmlMode: true }), true, 1);
  if (result) return result;
  throw new Error(`AWS answered something else than expected to ${permission}.`);
}

/** The elements of a list, `<Stacks><member>…`; none where there is no such list. */
export const listMembers = (parent: XmlParent, list: string): XmlParent[] =>
  findChildren(parent, list).flatMap((element) => findChildren(element, "member"));

/** The text of a child, not of a deeper descendant; undefined where there is none. */
export function readChild(parent: XmlParent, name: string): string | undefined {
  const [child] = findChildren(parent, name);
  return child === undefined ? undefined : DomUtils.textContent(child);
}

const findChildren = ({ children }: XmlParent, name: string) => DomUtils.getElementsByTagName(name, children, false);
