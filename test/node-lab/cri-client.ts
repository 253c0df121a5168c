import { fileURLToPath } from 'node:url';
import { Client, credentials, type MethodDefinition, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const PROTO = fileURLToPath(new URL('cri.proto', import.meta.url));
const CALL_TIMEOUT = 60_000;

type NetworkMode = 'POD' | 'NODE';

/** A pod as a kubelet describes it to a runtime. */
export interface SandboxConfig {
  readonly metadata: { readonly name: string; readonly uid: string; readonly namespace: string };
  readonly hostname: string;
  readonly logDirectory: string;
  readonly linux: {
    readonly cgroupParent: string;
    readonly securityContext: { readonly namespaceOptions: { readonly network: NetworkMode } };
  };
}

interface ContainerConfig {
  readonly metadata: { readonly name: string };
  readonly image: { readonly image: string };
  readonly command: readonly string[];
  readonly logPath: string;
  readonly linux: Pick<SandboxConfig['linux'], 'securityContext'>;
}

/** A pod, to the runtime. */
export interface Sandbox {
  readonly podSandboxId: string;
}

/** Calls of the interface: what goes there and what comes back. */
interface Calls {
  RunPodSandbox: [{ readonly config: SandboxConfig }, Sandbox];
  StopPodSandbox: [Sandbox, unknown];
  RemovePodSandbox: [Sandbox, unknown];
  PodSandboxStatus: [Sandbox, { readonly status: { readonly network: { readonly ip: string } | null } }];
  CreateContainer: [
    Sandbox & { readonly config: ContainerConfig; readonly sandboxConfig: SandboxConfig },
    { readonly containerId: string },
  ];
  StartContainer: [{ readonly containerId: string }, unknown];
  ImageStatus: [{ readonly image: { readonly image: string } }, { readonly image: unknown }];
}

/** Speaks the container runtime interface on a unix socket, as a kubelet does. */
export class CriClient {
  readonly #client: Client;
  readonly #methods: ReadonlyMap<string, MethodDefinition<object, object>>;

  constructor(socket: string) {
    this.#client = new Client(`unix:${socket}`, credentials.createInsecure());
    const services = Object.values(loadSync(PROTO)).filter(isService);
    this.#methods = new Map(services.flatMap((service) => Object.entries(service)));
  }

  /** Waits until the runtime answers. */
  ready(milliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client.waitForReady(Date.now() + milliseconds, (error) => {
        if (error === undefined) resolve();
        else reject(error);
      });
    });
  }

  call<Name extends keyof Calls>(name: Name, request: Calls[Name][0]): Promise<Calls[Name][1]> {
    const method = this.#methods.get(name);
    if (method === undefined) throw new Error(`cri.proto has no ${name}.`);
    const { path, requestSerialize, responseDeserialize } = method;
    const deadline = Date.now() + CALL_TIMEOUT;
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        { deadline },
        (error, answer) => {
          if (error !== null) reject(new Error(`${name}: ${error.message}`));
          else resolve(answer);
        },
      );
    });
  }

  close(): void {
    this.#client.close();
  }
}

function isService(
  definition: ServiceDefinition | { readonly format: string },
): definition is ServiceDefinition {
  return !('format' in definition);
}
