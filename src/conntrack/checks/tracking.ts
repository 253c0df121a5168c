import type { Check } from './check.ts';

/** Is anything tracked at all? An empty table may be an eBPF datapath's, which keeps maps of its own. */
export const tracking: Check = ({ isWanted, entries }, { allowUntracked }) => {
  if (!isWanted || entries === undefined) return undefined;
  if (entries > 0) return { id: 'tracking', status: 'pass', message: 'connections are tracked' };
  if (allowUntracked)
    return { id: 'tracking', status: 'pass', message: 'nothing is tracked, which is allowed' };
  return {
    id: 'tracking',
    status: 'unknown',
    message: 'nothing is tracked: 0 entries is no proof of headroom',
    advice: "if this is right (no NAT rules, or Cilium's own maps): --allow-untracked",
  };
};
