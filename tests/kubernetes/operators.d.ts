// Fields that we use of resources whose schema no package has, written down from the operators' documentation.
// This finds a misspelt field or a wrong type, not what the operator's own schema would.
import type { IObjectMeta } from "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta";
import type { IAffinity, IPodSpec, IResourceRequirements } from "kubernetes-models/v1";

interface Named {
    metadata: IObjectMeta & { name: string };
}

export interface RabbitmqCluster extends Named {
    apiVersion: "rabbitmq.com/v1beta1";
    kind: "RabbitmqCluster";
    spec: {
        image: string;
        replicas: number;
        persistence: { storage: string; storageClassName?: string };
        resources: IResourceRequirements;
        affinity?: IAffinity;
        rabbitmq: { additionalConfig: string };
        override: { statefulSet: { spec: { template: { spec: IPodSpec } } } };
    };
}

export interface Database extends Named {
    apiVersion: "postgresql.cnpg.io/v1";
    kind: "Database";
    spec: { cluster: { name: string }; name: string; owner: string };
}

interface Key {
    name: string;
    key: string;
}

export interface ObjectStore extends Named {
    apiVersion: "barmancloud.cnpg.io/v1";
    kind: "ObjectStore";
    spec: {
        retentionPolicy: `${number}${"d" | "w" | "m"}`;
        configuration: {
            destinationPath: string;
            endpointURL?: string;
            s3Credentials: { accessKeyId: Key; secretAccessKey: Key };
            wal?: { compression: "gzip" };
            data?: { compression: "gzip" };
        };
    };
}
