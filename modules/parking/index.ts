export { Parking, type ParkingProps, type ParkingSettings, parkingSettings } from './parking';
