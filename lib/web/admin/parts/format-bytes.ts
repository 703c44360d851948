/** Such as "812 bytes", "3.4 kB" or "1.2 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < 1_000_000) return `${round(bytes / 1000)} kB`;
  return `${round(bytes / 1_000_000)} MB`;
}

const round = (number: number): string => (number < 10 ? number.toFixed(1) : number.toFixed(0));
