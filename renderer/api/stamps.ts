// Time stamps as the pages use them: reading them by what they are over, and asking for one. Judges nothing.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RouteInput, RouteOutput } from '../../shared/contract/contract.ts';
import { useSession } from '../app/session.tsx';
import { useToast } from '../app/toasts.tsx';
import { bridge } from './client.ts';
import { useCommand, useRead } from './queries.ts';

export type StampRequest = RouteOutput<'stamp.list'>['requests'][number];
export type StampToken = StampRequest['tokens'][number];
type Subject = RouteInput<'stamp.request'>['subject'];

const office = ['officer', 'approver', 'auditor', 'system'] as const;

/** Whether the user may ask for stamps and take them in; the core decides again. */
export function useMayStamp(): boolean {
  const { user, vault } = useSession();
  return !vault.readOnly && office.some((role) => user.roles.includes(role));
}

/** The requests over attachments or bundles, by their ids; an empty map while they are read. */
export function useStampsOf(kind: 'attachment' | 'bundle', subjects: readonly string[]): Map<string, StampRequest[]> {
  const list = useRead('stamp.list', { kind, subjects: [...subjects] }, { enabled: subjects.length > 0, keep: true });
  return Map.groupBy(list.data?.requests ?? [], ({ subject }) => subject);
}

/** Asks where to write a request and makes it; `failure` holds what went wrong until the next try. */
export function useStampRequest() {
  const { t } = useTranslation();
  const toast = useToast();
  const make = useCommand('stamp.request');
  const again = useCommand('stamp.saveRequest');
  const saving = useCommand('stamp.saveToken');
  const [failure, setFailure] = useState<unknown>(null);

  async function write(
    name: string,
    act: (target: string) => Promise<unknown>,
    kind: 'tsq' | 'tsr' = 'tsq',
  ): Promise<void> {
    setFailure(null);
    const plain = name.replace(/[\\/:*?"<>|]/g, '');
    const target = await bridge().chooseSave({
      suggestedName: kind === 'tsq' ? t('stamp.requestName', { subject: plain }) : `${plain}.tsr`,
      filters: [{ name: t(kind === 'tsq' ? 'stamp.requestKind' : 'stamp.fileKind'), extensions: [kind] }],
    });
    if (!target) return;
    try {
      await act(target.token);
      toast(t(kind === 'tsq' ? 'stamp.requested' : 'stamp.saved', { name: target.name }));
    } catch (error) {
      setFailure(error);
    }
  }
  return {
    failure,
    isBusy: make.isPending || again.isPending,
    /** `name` becomes part of the file name that is offered. */
    request: (subject: Subject, name: string) => write(name, (target) => make.mutateAsync({ subject, target })),
    /** `name` is what the file lies beside: a bundle's ZIP. */
    saveToken: (id: string, name: string) => write(name, (target) => saving.mutateAsync({ id, target }), 'tsr'),
    saveAgain: (id: string, name: string) => write(name, (target) => again.mutateAsync({ id, target })),
  };
}
