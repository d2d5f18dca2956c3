// The tables and who may write which. The code has the same names (src/AbuseServerless.Azure/Storage/Tables.cs), and a test compares them.

@description('What is remembered of accounts: a table for each of the 64 buckets.')
@export()
var activityTables = map(range(0, 64), bucket => 'AccountActivity${padLeft(bucket, 2, '0')}')

@description('All tables.')
@export()
var tables = concat(
  activityTables,
  ['Allowances', 'AuditLog', 'DailyStats', 'DeadLetters', 'DeliveryCounts', 'Exemptions', 'Gates', 'Plans', 'SharedOrigins', 'Suspensions']
)

@description('What a gate reads: a new table that gates obey belongs here.')
@export()
var readByGates = ['Allowances', 'AuditLog', 'Plans', 'Suspensions']

@description('What a gate writes. Others obey one thing of it: what an account has sent, where a plan limits that.')
@export()
var writtenByGates = ['Gates']

@description('What operators write: a resume forgets the account\'s activity. The audit log is not among them; to that they add.')
@export()
var writtenByOperators = concat(activityTables, ['Allowances', 'DeadLetters', 'Exemptions', 'Plans', 'Suspensions'])
