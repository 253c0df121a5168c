/** RTF_UP and RTF_GATEWAY (include/uapi/linux/route.h). */
const THROUGH_GATEWAY = 0x3;

/**
 * Parses /proc/<pid>/net/route (fib_route_seq_show in net/ipv4/fib_trie.c): the gateways of its IPv4 routes. An address
 * is the hexadecimal of a 32-bit number in network byte order, as a little-endian machine reads it.
 */
export function parseGateways(text: string): string[] {
  const gateways = text.split('\n').flatMap((line) => {
    const [, , gateway = '', flags = ''] = line.trim().split(/\s+/);
    if (!/^[\dA-F]{8}$/i.test(gateway) || !/^[\dA-F]{4}$/i.test(flags)) return [];
    if ((parseInt(flags, 16) & THROUGH_GATEWAY) !== THROUGH_GATEWAY) return [];
    return [[...Buffer.from(gateway, 'hex')].reverse().join('.')];
  });
  return [...new Set(gateways)];
}
