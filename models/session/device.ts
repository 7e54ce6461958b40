import type { Device } from '../../src/kernel/model.ts';
import { ModelError } from '../errors.ts';
import type { ModelContext } from './context.ts';
import { type ForwardSession, openForward } from './forward.ts';

const NAMES = { cpu: 'the processor', webgpu: 'WebGPU', cuda: 'CUDA' } as const;

/**
 * The main session on the device that was asked for, or on the processor with a note that says so.
 *
 * @throws {ModelError} `session-failed` when even the processor cannot run it
 */
export async function openOnDevice(
  context: ModelContext,
  device: Device,
  threads: number | undefined,
): Promise<{ readonly session: ForwardSession; readonly device: Device; readonly notes: readonly string[] }> {
  const on = async (chosen: Device) =>
    openForward(context, { device: chosen, ...(threads ? { threads } : {}) });
  if (device === 'cpu') return { session: await on('cpu').catch(failed), device, notes: [] };
  try {
    return { session: await on(device), device, notes: [] };
  } catch (error) {
    const session = await on('cpu').catch(failed);
    return { session, device: 'cpu', notes: [`${notHad(device, error)}; running on the processor instead.`] };
  }
}

/** Why a device was not had, as the start of a sentence. */
export const notHad = (device: Device, error: unknown): string =>
  `${NAMES[device]} is not available here (${firstLine(error)})`;

function failed(cause: unknown): never {
  throw new ModelError({
    code: 'session-failed',
    what: `ONNX Runtime could not open the model: ${firstLine(cause)}.`,
    fix: 'Close programs that hold much memory and try again; if it stays, report it with this line.',
    cause,
  });
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.trim().slice(0, 160) ?? '';
