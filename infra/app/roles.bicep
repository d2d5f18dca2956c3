// Every role of the installation. Each is given on the narrowest scope that works.

import { principal } from 'principal.bicep'
import { readByGates, writtenByGates, writtenByOperators } from 'tables.bicep'

@description('Object id of the functions\' identity.')
param functionsPrincipalId string

@description('Gates on mail hosts: read suspensions, send events, and write to a table of their own.')
param gates principal[]

@description('Who changes suspensions: reads all tables, writes those that operators change, adds to the audit log and sends events. An entry takes 73 role assignments, of which a subscription has 4,000: name groups.')
@maxLength(5)
param operators principal[]

@description('Who looks at suspensions and the audit log: reads the tables.')
param readers principal[]

@description('Who puts secrets into the vault, and can read them.')
param secretOfficers principal[]

@description('Mail servers and log shippers: send events, and can read nothing.')
param senders principal[]

@description('Part of the name of the role that is defined here; role names are unique in a tenant.')
param token string

param storageAccountName string
param eventHubsName string
param hubs string[]
param applicationInsightsName string
param vaultName string

var roles = {
  eventHubsDataReceiver: 'a638d3c7-ab3a-418d-83e6-5f17a39d4fde'
  eventHubsDataSender: '2b629674-e913-4c01-ae53-ef4638d8f975'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  storageTableDataReader: '76199698-9eea-4c19-bc75-cec21354c6b6'
}

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName

  resource tableService 'tableServices' existing = {
    name: 'default'

    resource auditLog 'tables' existing = {
      name: 'AuditLog'
    }

    resource gatesReads 'tables' existing = [
      for table in readByGates: {
        name: table
      }
    ]

    resource gatesWrites 'tables' existing = [
      for table in writtenByGates: {
        name: table
      }
    ]

    resource operatorsWrites 'tables' existing = [
      for table in writtenByOperators: {
        name: table
      }
    ]
  }
}

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' existing = {
  name: eventHubsName

  resource hub 'eventhubs' existing = [
    for hub in hubs: {
      name: hub
    }
  ]
}

resource applicationInsights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: applicationInsightsName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

// Defining a role takes Owner or User Access Administrator. The built-in roles of tables can change what they can add.
resource auditLogAppender 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'audit-log-appender')
  properties: {
    roleName: 'AbuseServerless Audit Log Appender (${token})'
    description: 'Reads the audit log and adds to it. Changes and deletes nothing.'
    type: 'CustomRole'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: [
          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/read'
          'Microsoft.Storage/storageAccounts/tableServices/tables/entities/add/action'
        ]
        notDataActions: []
      }
    ]
  }
}

// The functions. The host makes its containers (leases, checkpoints) when they are first needed and the functions delete what is kept no longer, the audit log included, so the account is the narrowest
// scope; the account holds nothing else.

resource functionsBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, functionsPrincipalId, roles.storageBlobDataOwner)
  scope: storage
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageBlobDataOwner)
  }
}

resource functionsTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, functionsPrincipalId, roles.storageTableDataContributor)
  scope: storage
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
  }
}

resource functionsHubs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (hub, i) in hubs: {
    name: guid(namespace::hub[i].id, functionsPrincipalId, roles.eventHubsDataReceiver)
    scope: namespace::hub[i]
    properties: {
      principalId: functionsPrincipalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventHubsDataReceiver)
    }
  }
]

// What mail servers report by HTTP goes into the first hub, that of AUTH events.
resource functionsReports 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(namespace::hub[0].id, functionsPrincipalId, roles.eventHubsDataSender)
  scope: namespace::hub[0]
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventHubsDataSender)
  }
}

resource functionsTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(applicationInsights.id, functionsPrincipalId, roles.monitoringMetricsPublisher)
  scope: applicationInsights
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
  }
}

// They read secrets, whose names the operators choose from a list, and write none.
resource functionsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, functionsPrincipalId, roles.keyVaultSecretsUser)
  scope: vault
  properties: {
    principalId: functionsPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsUser)
  }
}

// People and their programs.

resource officersSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for officer in secretOfficers: {
    name: guid(vault.id, officer.id, roles.keyVaultSecretsOfficer)
    scope: vault
    properties: {
      principalId: officer.id
      principalType: officer.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.keyVaultSecretsOfficer)
    }
  }
]

resource operatorsTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, length(operators) * length(writtenByOperators)): {
    name: guid(
      storage::tableService::operatorsWrites[i % length(writtenByOperators)].id,
      operators[i / length(writtenByOperators)].id,
      roles.storageTableDataContributor
    )
    scope: storage::tableService::operatorsWrites[i % length(writtenByOperators)]
    properties: {
      principalId: operators[i / length(writtenByOperators)].id
      principalType: operators[i / length(writtenByOperators)].type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
    }
  }
]

resource operatorsAuditLog 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for operator in operators: {
    name: guid(storage::tableService::auditLog.id, operator.id, auditLogAppender.id)
    scope: storage::tableService::auditLog
    properties: {
      principalId: operator.id
      principalType: operator.type
      roleDefinitionId: auditLogAppender.id
    }
  }
]

resource readersTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for reader in union(readers, operators): {
    name: guid(storage.id, reader.id, roles.storageTableDataReader)
    scope: storage
    properties: {
      principalId: reader.id
      principalType: reader.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataReader)
    }
  }
]

resource gatesReading 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, length(gates) * length(readByGates)): {
    name: guid(storage::tableService::gatesReads[i % length(readByGates)].id, gates[i / length(readByGates)].id, roles.storageTableDataReader)
    scope: storage::tableService::gatesReads[i % length(readByGates)]
    properties: {
      principalId: gates[i / length(readByGates)].id
      principalType: gates[i / length(readByGates)].type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataReader)
    }
  }
]

resource gatesTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, length(gates) * length(writtenByGates)): {
    name: guid(storage::tableService::gatesWrites[i % length(writtenByGates)].id, gates[i / length(writtenByGates)].id, roles.storageTableDataContributor)
    scope: storage::tableService::gatesWrites[i % length(writtenByGates)]
    properties: {
      principalId: gates[i / length(writtenByGates)].id
      principalType: gates[i / length(writtenByGates)].type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
    }
  }
]

// Mail servers, with gates and without, and operators, who send dead letters again and read logs in: each may send to every hub.

var sending = union(senders, gates, operators)

resource sendersHubs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, length(sending) * length(hubs)): {
    name: guid(namespace::hub[i % length(hubs)].id, sending[i / length(hubs)].id, roles.eventHubsDataSender)
    scope: namespace::hub[i % length(hubs)]
    properties: {
      principalId: sending[i / length(hubs)].id
      principalType: sending[i / length(hubs)].type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventHubsDataSender)
    }
  }
]
