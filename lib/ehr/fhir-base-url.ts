// The address of a FHIR server's API. It is compared as text, so it must be written in one way only.

/** Room for a tenant and a version in the path; keys of the store hold it percent-encoded. */
const maxLength = 500;

/**
 * Whether a text is the address of a FHIR base in the form we keep: https, a host name in lower case without a port, no user,
 * query, fragment or slash at the end. Plain http is for this machine.
 */
export function isFhirBaseUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || text.length > maxLength) return false;
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return false;
  // What the parser writes differently: upper case in the host, `..`, a default port, a backslash, white space.
  const isNormal = text === (url.pathname === "/" ? url.origin : url.href) && !text.endsWith("/");
  return (
    isNormal && (isThisMachine(url) || (url.protocol === "https:" && url.port === "" && !url.hostname.endsWith(".")))
  );
}

const isThisMachine = ({ protocol, hostname }: URL) => protocol === "http:" && hostname === "localhost";
