// The text of `midian --help`. A test compares its commands with the list the formats page promises.

export const usage = `midian create VAULT --org NAME --user LOGIN [--single-officer]
midian demo VAULT [--secrets N]
midian registers [--json]
midian import VAULT REGISTER FILE [--sheet NAME] [--map FROM=TO]… [--status graded|proposed] [--good-rows] [--dry-run] [--json]
midian undo-import VAULT BATCH
midian list VAULT REGISTER [--filter F=V]… [--search TEXT] [--as-of DATE] [--recorded-by DATE] [--sort F] [--limit N] [--json]
midian show VAULT REGISTER NUMBER [--as-of DATE] [--sealed] [--json]
midian export VAULT REGISTER OUT.xlsx
midian bundle VAULT OUT.zip [--level LEVEL] [--as-of DATE]
midian verify BUNDLE.zip|FOLDER [--key FINGERPRINT] [--disclosure FILE]… [--token FILE.tsr]… [--ca FILE]… [--json]
midian journal VAULT verify [--full] [--json]
midian rules VAULT [--date DATE] [--json]
midian users VAULT [--json]
midian add-user VAULT LOGIN --role ROLE… [--name NAME] [--department D] [--json]
midian compartments VAULT [--json]
midian stamp VAULT request checkpoint|attachment ID|bundle ID OUT.tsq
midian stamp VAULT import FILE… [--json]
midian stamp VAULT choose-ca FILE [--json]
midian stamp VAULT verify [--ca FILE]… [--json]
midian backup VAULT DEST [--json]
midian restore FILE VAULT [--json]
midian check VAULT [--json]`;

/** Help in both languages, the commands first. */
export function helpText(version: string): string {
  return `Midian 秘点 ${version}

${usage}

密码取自 --password-file（权限须为 0600）、环境变量 MIDIAN_PASSWORD 或提示输入，不作为参数。账号取自 --user 或 MIDIAN_USER，库中只有一个账号时可省略。
Password: --password-file (mode 0600), MIDIAN_PASSWORD or a prompt, never an argument. User: --user or MIDIAN_USER, else the vault's only user.
MIDIAN_NEW_PASSWORD：新增用户时为其初始密码，首次登录时为本人的新密码。
MIDIAN_NEW_PASSWORD: the first password of a user being added; at a first log-in the user's own from then on.
--accept-restored 表示知悉此库由较早的备份恢复而来，确认记入日志。
--accept-restored states that you know the vault was restored from an older backup; it is recorded.
--json 在标准输出写一个 JSON 值，信息写到标准错误。退出码：0 完成，1 有问题或被拒绝，2 用法不对。
--json prints one JSON value on stdout, messages go to stderr. Exit: 0 done, 1 findings or refused, 2 usage.`;
}
