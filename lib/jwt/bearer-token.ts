/** Reads the JWT of an `Authorization` header (RFC 6750 section 2.1). The gateway joins two headers with a comma: neither counts. */
export const readBearerToken = (header: string | undefined): string | undefined =>
  header?.match(/^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i)?.[1];
