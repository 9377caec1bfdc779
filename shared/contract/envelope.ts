// The one shape every answer of the core has. Nothing throws across a process boundary.
export interface ErrorEnvelope {
  ok: false;
  error: { code: ErrorCode; params: ErrorParams; requestId: string };
}

export type Envelope<T> = { ok: true; data: T } | ErrorEnvelope;

export type ErrorParams = Record<string, string | number | boolean | null>;

/**
 * Every failure a user can meet. The page and the command line hold one text per code in both languages;
 * `test/house` fails when one is missing.
 */
export const errorCodes = [
  'internal',
  'route_unknown',
  'input_invalid',
  'not_unlocked',
  'already_unlocked',
  'role_missing',
  'read_only',
  'busy',
  'cancelled',
  'password_wrong',
  'password_weak',
  'password_delay',
  'user_unknown',
  'first_login_needed',
  'slot_renewed',
  'password_reused',
  'password_locked',
  'login_taken',
  'login_invalid',
  'department_needed',
  'separation_conflict',
  'separation_not_waivable',
  'user_own',
  'user_last',
  'user_not_active',
  'compartment_last_holder',
  'clearance_separation',
  'officer_unconfirmed',
  'clearance_held',
  'clearance_not_held',
  'fingerprint_differs',
  'compartment_unknown',
  'recovery_share_invalid',
  'recovery_share_other_set',
  'recovery_share_repeated',
  'recovery_too_few',
  'recovery_none',
  'vault_exists',
  'vault_missing',
  'vault_header_damaged',
  'vault_header_changed',
  'vault_newer',
  'vault_kdf_lowered',
  'vault_slot_swapped',
  'vault_database_damaged',
  'vault_in_use',
  'vault_on_network_folder',
  'vault_on_synced_folder',
  'vault_folder_read_only',
  'vault_rolled_back',
  'disk_full',
  'file_missing',
  'file_unreadable',
  'file_locked',
  'file_empty',
  'file_too_large',
  'file_not_spreadsheet',
  'file_corrupt',
  'file_password_protected',
  'file_transparently_encrypted',
  'file_bomb',
  'file_timeout',
  'file_encoding_unknown',
  'sheet_missing',
  'header_not_found',
  'headers_unrelated',
  'path_token_unknown',
  'path_exists',
  'register_unknown',
  'register_made_by_program',
  'record_missing',
  'record_void',
  'record_not_void',
  'record_conflict',
  'record_frozen',
  'record_held',
  'value_erased',
  'erasure_needs_other_person',
  'erasure_decided',
  'number_taken',
  'value_invalid',
  'value_required',
  'value_fixed',
  'reference_missing',
  'reason_required',
  'sealed_no_clearance',
  'sealed_needs_second_officer',
  'state_secret_declaration_needed',
  'import_has_errors',
  'import_has_held',
  'import_nothing_to_do',
  'import_batch_missing',
  'import_batch_undone',
  'import_batch_edited',
  'attachment_missing',
  'attachment_fingerprint_only',
  'bundle_read_back_failed',
  'bundle_unreadable',
  'bundle_unmasked_level',
  'bundle_approval_missing',
  'bundle_unknown',
  'bundle_rebuild_differs',
  'disclosure_nothing',
  'document_too_long',
  'vault_restored_unseen',
  'backup_unreadable',
  'backup_damaged',
  'backup_test_failed',
  'backup_folder_read_only',
  'backup_folder_inside',
  'stamp_damaged',
  'stamp_not_granted',
  'stamp_unasked',
  'stamp_nonce_other',
  'stamp_known',
  'stamp_invalid',
  'stamp_certificate_unreadable',
  'journal_broken',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An expected failure: carried to the user by code, never by message text. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'AppError';
    this.code = code;
    this.params = params;
  }
}
