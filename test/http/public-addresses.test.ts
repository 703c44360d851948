// Which addresses are on the public internet, at the edges of every range that is not.
import { expect, test } from "vitest";
import { isPublicAddress } from "../../lib/http/public-fetch.ts";

/** First and last address of each special range, and their neighbours outside it that are public. */
test.each<[string, readonly string[], readonly string[]]>([
  ["this network", ["0.0.0.0", "0.255.255.255"], ["1.0.0.0"]],
  ["private, 10/8", ["10.0.0.0", "10.255.255.255"], ["9.255.255.255", "11.0.0.0"]],
  ["shared by carriers", ["100.64.0.0", "100.127.255.255"], ["100.63.255.255", "100.128.0.0"]],
  ["loopback", ["127.0.0.0", "127.255.255.255"], ["126.255.255.255", "128.0.0.0"]],
  ["link-local", ["169.254.0.0", "169.254.255.255"], ["169.253.255.255", "169.255.0.0"]],
  ["private, 172.16/12", ["172.16.0.0", "172.31.255.255"], ["172.15.255.255", "172.32.0.0"]],
  ["for protocols", ["192.0.0.0", "192.0.0.255"], ["191.255.255.255", "192.0.1.0"]],
  ["documentation 1", ["192.0.2.0", "192.0.2.255"], ["192.0.1.255", "192.0.3.0"]],
  ["6to4 relays", ["192.88.99.0", "192.88.99.255"], ["192.88.98.255", "192.88.100.0"]],
  ["private, 192.168/16", ["192.168.0.0", "192.168.255.255"], ["192.167.255.255", "192.169.0.0"]],
  ["benchmarks", ["198.18.0.0", "198.19.255.255"], ["198.17.255.255", "198.20.0.0"]],
  ["documentation 2", ["198.51.100.0", "198.51.100.255"], ["198.51.99.255", "198.51.101.0"]],
  ["documentation 3", ["203.0.113.0", "203.0.113.255"], ["203.0.112.255", "203.0.114.0"]],
  ["multicast and above", ["224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255"], ["223.255.255.255"]],
  ["below the global unicast", ["::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"], ["2000::"]],
  ["above the global unicast", ["4000::", "7fff:ffff::", "8000::", "ffff::"], ["3ffe:ffff::"]],
  ["for protocols of IPv6", ["2001::", "2001:1ff:ffff::"], ["2000:ffff::", "2001:200::"]],
  ["documentation of IPv6", ["2001:db8::", "2001:db8:ffff:ffff::"], ["2001:db7:ffff::", "2001:db9::"]],
  ["6to4", ["2002::", "2002:ffff:ffff::"], ["2001:ffff::", "2003::"]],
  ["documentation of IPv6, the newer", ["3fff::", "3fff:fff:ffff::"], ["3ffe:ffff::", "3fff:1000::"]],
])("%s", (_, inside, outside) => {
  expect(inside.filter(isPublicAddress)).toEqual([]);
  expect(outside.filter((address) => !isPublicAddress(address))).toEqual([]);
});
