/** A pod by the names that people know it by. */
export interface PodName {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}

/** A name as Kubernetes allows it for namespaces and pods (RFC 1123), which has no `_`. */
const NAME = '[a-z\\d](?:[-a-z\\d.]{0,251}[a-z\\d])?';
const DIRECTORY = new RegExp(`^(${NAME})_(${NAME})_([\\da-f-]{32,36})$`);

/**
 * Parses the name of a directory in /var/log/pods: `<namespace>_<name>_<uid>` (BuildPodLogsDirectory in
 * pkg/kubelet/kuberuntime/helpers.go of Kubernetes). Undefined for any other.
 */
export function parseLogDirectory(directory: string): PodName | undefined {
  const [, namespace, name, uid] = DIRECTORY.exec(directory) ?? [];
  if (namespace === undefined || name === undefined || uid === undefined) return undefined;
  return { namespace, name, uid };
}
