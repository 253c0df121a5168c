import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE } from './busybox-image.ts';
import { CNI_PLUGINS } from './requirements.ts';

// Kept apart from the plain pods' half of the pod network.
const ADDRESSES = {
  type: 'host-local',
  dataDir: '/run/lab/addresses',
  ranges: [[{ subnet: '192.0.2.0/25', gateway: '192.0.2.1' }]],
  routes: [{ dst: '0.0.0.0/0' }],
};
const NETWORK = {
  cniVersion: '0.4.0',
  name: 'lab',
  plugins: [{ type: 'bridge', bridge: 'cni0', isGateway: true, ipam: ADDRESSES }],
};

/**
 * Writes what containerd needs to know into a directory, and returns the file to hand to it.
 * @param socket Where it is to listen.
 */
export function configure(directory: string, socket: string): string {
  const networks = join(directory, 'networks');
  mkdirSync(networks);
  writeFileSync(join(networks, 'lab.conflist'), JSON.stringify(NETWORK));
  const file = join(directory, 'config.toml');
  writeFileSync(file, configuration(socket, networks));
  return file;
}

// Without CAP_SYS_RESOURCE a pod fails ("can't get final child's PID from pipe") unless the OOM score is restricted.
function configuration(socket: string, networks: string): string {
  return `
version = 2
root = "/run/lab/root"
state = "/run/lab/state"
[grpc]
  address = "${socket}"
[debug]
  level = "error"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${IMAGE}"
  restrict_oom_score_adj = true
  disable_apparmor = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${CNI_PLUGINS}"
    conf_dir = "${networks}"
`;
}
