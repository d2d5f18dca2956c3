// Every role of the installation. Each is given on the narrowest scope that works.

import { principal } from 'principal.bicep'

@description('Object id of the functions\' identity.')
param functionsPrincipalId string

@description('Who changes suspensions: reads and writes the tables.')
param operators principal[]

@description('Who looks at suspensions and the audit log: reads the tables.')
param readers principal[]

@description('Who puts secrets into the vault, and can read them.')
param secretOfficers principal[]

@description('Mail servers and log shippers: send events, and can read nothing.')
param senders principal[]

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

// The functions. The host makes its containers (leases, checkpoints) and the code its tables when they are first needed, so the account is the narrowest scope; the
// account holds nothing else.

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
  for operator in operators: {
    name: guid(storage.id, operator.id, roles.storageTableDataContributor)
    scope: storage
    properties: {
      principalId: operator.id
      principalType: operator.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataContributor)
    }
  }
]

resource readersTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for reader in readers: {
    name: guid(storage.id, reader.id, roles.storageTableDataReader)
    scope: storage
    properties: {
      principalId: reader.id
      principalType: reader.type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.storageTableDataReader)
    }
  }
]

// Mail servers: every sender may send to every hub.

resource sendersHubs 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for i in range(0, length(senders) * length(hubs)): {
    name: guid(namespace::hub[i % length(hubs)].id, senders[i / length(hubs)].id, roles.eventHubsDataSender)
    scope: namespace::hub[i % length(hubs)]
    properties: {
      principalId: senders[i / length(hubs)].id
      principalType: senders[i / length(hubs)].type
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.eventHubsDataSender)
    }
  }
]
