@description('Name of the vault: it holds what has to be a secret, and nothing puts one in but people.')
@minLength(3)
@maxLength(24)
param name string
param location string
param tags object

@description('Whether anything but private endpoints and the allowed networks is kept out.')
param privateNetworking bool

@description('Networks (CIDR) that reach the public endpoint all the same where networking is private.')
param allowedNetworks string[]

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
    publicNetworkAccess: privateNetworking && empty(allowedNetworks) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: privateNetworking ? 'Deny' : 'Allow'
      ipRules: [for cidr in allowedNetworks: { value: cidr }]
    }
  }
}

output id string = vault.id
output uri string = vault.properties.vaultUri
