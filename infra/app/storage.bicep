import { tables } from 'tables.bicep'

@description('Name of the account: it holds the tables, the deployment package and what the Functions host keeps.')
param name string
param location string
param tags object

@description('Redundancy of the account.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param sku string

@description('Container of the deployment package.')
param deploymentContainer string

@description('Whether anything but private endpoints and the allowed networks is kept out.')
param privateNetworking bool

@description('Public IPv4 networks (CIDR, at most /30) and single addresses that reach the public endpoint all the same where networking is private.')
param allowedNetworks string[]

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: privateNetworking && empty(allowedNetworks) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: privateNetworking ? 'Deny' : 'Allow'
      // A single address is refused where it is written as a network.
      ipRules: [for cidr in allowedNetworks: { action: 'Allow', value: replace(cidr, '/32', '') }]
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'

    resource deployments 'containers' = {
      name: deploymentContainer
      properties: {
        publicAccess: 'None'
      }
    }
  }
}

// Made here, so that a role can be given on each alone; who has such a role may make no table.
resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2024-01-01' = {
  parent: account
  name: 'default'

  resource table 'tables' = [
    for name in tables: {
      name: name
    }
  ]
}

output id string = account.id
output tableEndpoint string = account.properties.primaryEndpoints.table
output deploymentUri string = '${account.properties.primaryEndpoints.blob}${deploymentContainer}'
